import type { OwnerWords } from '../words.ts'
import { number, plural } from './forms.ts'

export const owner: OwnerWords = {
  announced: (channels) =>
    `Publicado en ${number(channels)} ${plural(channels, { one: 'canal', many: 'de canales', other: 'canales' })}.`,
  servers: (count) =>
    `Estoy en ${number(count)} ${plural(count, { one: 'servidor', many: 'de servidores', other: 'servidores' })}.`,
  left: (name) => `He salido de ${name}.`,
  reloaded: (version) => `Se usa yt-dlp ${version}.`,
  doesntRun: 'yt-dlp no funciona. El registro dice por qué.',
  sources: 'De dónde viene la música:',
  sourceStates: {
    ok: 'funciona',
    failing: 'tiene problemas',
    off: 'ha fallado y no se consulta por un rato',
    missing: 'no está instalado',
  },
}
