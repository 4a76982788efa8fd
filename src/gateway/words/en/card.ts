import { formsOf } from '../forms.ts'
import type { CardWords } from '../words.ts'
import { segmentsIn } from './segments.ts'

const { number } = formsOf('en')

export const card: CardWords = {
  paused: 'paused',
  queued: (count) => `${number(count)} up next`,
  autoplay: 'autoplay on',
  over: 'Nothing is playing. Use /play to start something.',
  last: (title) => `Last played: ${title}`,
  leftOut: (categories, from, to) => `Left out: ${segmentsIn(categories)}, ${from}–${to}`,
  chapter: (title) => `Chapter: ${title}`,
  moved: 'This card is out of date. The newest one shows what’s playing.',
  silent:
    'I can’t post in this channel, so nothing here shows what’s playing. Give me the “View Channel” and “Send Messages” permissions.',
}
