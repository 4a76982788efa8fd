import { formsOf } from '../forms.ts'
import type { OwnerWords } from '../words.ts'

const { number, plural } = formsOf('en')

export const owner: OwnerWords = {
  announced: (channels) =>
    `Posted in ${number(channels)} ${plural(channels, { one: 'channel', other: 'channels' })}.`,
  servers: (count) =>
    `I’m in ${number(count)} ${plural(count, { one: 'server', other: 'servers' })}.`,
  left: (name) => `Left ${name}.`,
  reloaded: (version) => `yt-dlp ${version} is in use.`,
  doesntRun: 'yt-dlp doesn’t run. The log says why.',
  sources: 'Where music comes from:',
  sourceStates: {
    ok: 'works',
    failing: 'is failing',
    off: 'failed, and isn’t asked for a while',
    missing: 'isn’t installed',
  },
}
