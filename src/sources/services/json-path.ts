/**
 * What lies at a path of foreign JSON; undefined: nothing. Only a value's own fields count, so that
 * '__proto__' and 'constructor' lead nowhere.
 */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value
  for (const name of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, name)) return undefined
    here = (here as Readonly<Record<string | number, unknown>>)[name]
  }
  return here
}

/** The list there; an empty one where there's none. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}

/** The text there; null: there's none, or an empty one. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = at(value, ...path)
  return typeof found === 'string' && found !== '' ? found : null
}

/** The number there; null: there's none that's finite. */
export function numberAt(value: unknown, ...path: readonly (string | number)[]): number | null {
  const found = at(value, ...path)
  return typeof found === 'number' && Number.isFinite(found) ? found : null
}
