import { Check } from '../domain/schema/check.ts'
import { heardEventSchema } from '../domain/schema/event.ts'
import type { Value } from '../domain/schema/schema.ts'
import type { PublishedEvent } from '../player/subscriber.ts'
import { trackView } from './view.ts'

/** An event as other processes hear it: its track is as API clients see it. */
export type HeardEvent = Value<typeof heardEventSchema>

const HEARD = new Check(heardEventSchema)

export function wireOf({ guildId, number, at, event }: PublishedEvent): HeardEvent {
  const shown = 'track' in event ? { ...event, track: trackView(event.track) } : event
  return { guildId, number, atMs: at.getTime(), event: shown }
}

/** An event from the wire; null for one that this version doesn't know. */
export function heardFrom(payload: unknown): HeardEvent | null {
  return HEARD.accepts(payload) ? payload : null
}
