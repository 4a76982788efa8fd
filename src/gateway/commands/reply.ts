import type { View } from '../views/view.ts'

/** What a member gets, and who sees that. */
export interface Reply {
  readonly view: View
  /** 'in place': in the message whose button was pressed. */
  readonly visibility: 'everyone' | 'caller' | 'in place'
}

/** An answer that everybody in the channel sees. */
export const toEveryone = (view: View): Reply => ({ view, visibility: 'everyone' })
