import { formsOf } from '../forms.ts'
import type { OwnerWords } from '../words.ts'

const { number, plural } = formsOf('fr')

export const owner: OwnerWords = {
  announced: (channels) =>
    `Publié dans ${number(channels)} ${plural(channels, { one: 'salon', many: 'de salons', other: 'salons' })}.`,
  servers: (count) =>
    `Je suis sur ${number(count)} ${plural(count, { one: 'serveur', many: 'de serveurs', other: 'serveurs' })}.`,
  left: (name) => `J’ai quitté ${name}.`,
  reloaded: (version) => `yt-dlp ${version} est utilisé.`,
  doesntRun: 'yt-dlp ne démarre pas. Le journal dit pourquoi.',
  sources: 'D’où vient la musique\u202f:',
  sourceStates: {
    ok: 'fonctionne',
    failing: 'a des problèmes',
    off: 'a échoué et n’est pas consulté pendant un moment',
    missing: 'n’est pas installé',
  },
}
