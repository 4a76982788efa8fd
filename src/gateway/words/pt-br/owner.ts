import { formsOf } from '../forms.ts'
import type { OwnerWords } from '../words.ts'

const { number, plural } = formsOf('pt-BR')

export const owner: OwnerWords = {
  announced: (channels) =>
    `Publicado em ${number(channels)} ${plural(channels, { one: 'canal', many: 'de canais', other: 'canais' })}.`,
  servers: (count) =>
    `Estou em ${number(count)} ${plural(count, { one: 'servidor', many: 'de servidores', other: 'servidores' })}.`,
  left: (name) => `Saí de ${name}.`,
  reloaded: (version) => `yt-dlp ${version} está em uso.`,
  doesntRun: 'O yt-dlp não roda. O log diz por quê.',
  sources: 'De onde vem a música:',
  sourceStates: {
    ok: 'funciona',
    failing: 'está com problemas',
    off: 'falhou e não é consultado por um tempo',
    missing: 'não está instalado',
  },
}
