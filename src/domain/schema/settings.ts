import { Type } from '@sinclair/typebox'
import { volumeSchema } from './command.ts'

/** Minutes; at most a day. */
export const ALONE_MIN = { minimum: 0, maximum: 24 * 60 } as const

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
  announcements: Type.Boolean({
    description: 'Whether the bot posts what nobody asked for, like the track that begins.',
  }),
})
