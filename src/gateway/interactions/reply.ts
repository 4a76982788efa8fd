import type { APIModalInteractionResponseCallbackData } from 'discord.js'
import type { View } from '../views/view.ts'
import type { Words } from '../words/words.ts'

/** What a member gets: something to see, or a form to fill in. */
export type Reply = Shows | Opens | Done

export interface Shows {
  readonly view: View
  /** 'in place': in the message whose button was pressed. */
  readonly visibility: 'everyone' | 'caller' | 'in place'
  /** What the answer shows later on; left out: it stays as it is. */
  readonly later?: Later
  /** Called when it can't be shown. */
  readonly failed?: () => void
}

/** How an answer goes on changing, until it's over. */
export interface Later {
  /** What's true now. */
  readonly view: View
  /** Resolves when `view` has come to its last state. */
  readonly over: Promise<unknown>
}

/** Nothing new is to be seen: the message that was pressed shows it already. */
export interface Done {
  readonly shown: 'already'
}

/** A form can only be a first response, so what opens one has to be quick. */
export interface Opens {
  readonly form: (words: Words) => APIModalInteractionResponseCallbackData
}

/** An answer that everybody in the channel sees. */
export const toEveryone = (view: View): Shows => ({ view, visibility: 'everyone' })

/** An answer that only the caller sees. */
export const toCaller = (view: View): Shows => ({ view, visibility: 'caller' })
