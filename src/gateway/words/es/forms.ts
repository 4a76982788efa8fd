import { formsOf } from '../forms.ts'

export const { percent, plural, list } = formsOf('es')

/**
 * `12 345`: Spain has a point there and Latin America a comma, and each reads the other’s as a
 * decimal. A space is what the Academy advises for both, and what Costa Rica’s locale has.
 */
export const { number } = formsOf('es-CR')
