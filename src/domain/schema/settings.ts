import { Type } from '@sinclair/typebox'
import { volumeSchema } from './command.ts'
import { oneOf } from './schema.ts'

/** Minutes; at most a day. */
export const ALONE_MIN = { minimum: 0, maximum: 24 * 60 } as const

/** How the bot tells of what nobody asked for. */
export const ANNOUNCEMENTS = ['card', 'lines', 'none'] as const

/** What a server's admins may set. */
export const settingsSchema = Type.Object({
  volume: {
    ...volumeSchema,
    description: 'The volume of a player until somebody changes it, in percent.',
  },
  leaveAloneAfterMin: Type.Integer({
    ...ALONE_MIN,
    description: 'How many minutes the bot stays where nobody listens; 0: it never leaves.',
  }),
  announcements: oneOf(ANNOUNCEMENTS, {
    description:
      'How the bot tells of what nobody asked for. card: one message shows what plays, and problems are posted. lines: a message for each track that begins, and problems. none: not at all.',
  }),
})
