import type { Modal } from './modal.ts'
import { request } from './request.ts'
import { scrobbleToken } from './scrobble-token.ts'
import { set } from './settings.ts'

/** Every form that the bot may open. */
export const modals: readonly Modal[] = [set, request, scrobbleToken]
