import { type TSchema, Type } from '@sinclair/typebox'
import type { GuildId, RequestId } from '../base/ids.ts'
import { SEARCH_PLACES } from '../base/search-places.ts'
import { Check } from '../domain/schema/check.ts'
import { positionSchema, querySchema, remoteCommandSchema } from '../domain/schema/command.ts'
import {
  channelIdSchema,
  guildIdSchema,
  nullable,
  oneOf,
  userIdSchema,
  type Value,
} from '../domain/schema/schema.ts'
import {
  enqueuedViewSchema,
  foundViewSchema,
  obeyedViewSchema,
  pageSchema,
  queueViewSchema,
} from '../domain/schema/view.ts'

/** Who asks: a key of the HTTP API. */
const askerSchema = Type.Object({
  requestId: Type.Unsafe<RequestId>(Type.String()),
  keyId: Type.String(),
  /** The first version didn't tell them; it asks once it knows that the key may control. */
  scopes: Type.Optional(Type.Array(Type.String())),
})

export type AskerOnWire = Value<typeof askerSchema>
export type Asker = Required<AskerOnWire>

/** The id of a call: a process that gets it twice obeys once and answers twice. */
const callIdSchema = Type.String({ pattern: '^[\\w-]{1,64}$' })

const call = <Kind extends string, Fields extends Record<string, TSchema>>(
  kind: Kind,
  fields: Fields,
) => Type.Object({ kind: Type.Literal(kind), guildId: guildIdSchema, ...fields })

/** What is asked of the process that plays in a server, and what that answers. */
const CALLS = {
  command: {
    call: call('command', {
      callId: callIdSchema,
      command: remoteCommandSchema,
      /** Where a command calls the bot to. */
      channelId: Type.Optional(nullable(channelIdSchema)),
      asker: askerSchema,
    }),
    answer: obeyedViewSchema,
  },
  queue: { call: call('queue', { page: pageSchema }), answer: queueViewSchema },
  enqueue: {
    call: call('enqueue', {
      callId: callIdSchema,
      query: querySchema,
      position: nullable(positionSchema),
      channelId: nullable(channelIdSchema),
      requestedBy: nullable(userIdSchema),
      now: Type.Optional(Type.Boolean()),
      shuffle: Type.Optional(Type.Boolean()),
      source: Type.Optional(nullable(oneOf(SEARCH_PLACES))),
      asker: askerSchema,
    }),
    answer: enqueuedViewSchema,
  },
  wrong: {
    call: call('wrong', {
      callId: callIdSchema,
      position: nullable(positionSchema),
      asker: askerSchema,
    }),
    answer: obeyedViewSchema,
  },
  search: {
    call: call('search', { query: querySchema, asker: askerSchema }),
    answer: foundViewSchema,
  },
} as const

type Calls = typeof CALLS
type Kind = keyof Calls

export type PlayerCall = { [K in Kind]: Value<Calls[K]['call']> }[Kind]
export type AnswerTo<Call extends PlayerCall> = Value<Calls[Call['kind']]['answer']>
/** What a key queues. */
export type WantedByKey = Pick<
  Extract<PlayerCall, { kind: 'enqueue' }>,
  'query' | 'position' | 'channelId' | 'requestedBy' | 'now' | 'shuffle' | 'source'
>
export type PlayerCalls = {
  readonly [K in Kind]: (call: Value<Calls[K]['call']>) => Promise<Value<Calls[K]['answer']>>
}

const CALL = new Check(Type.Union(Object.values(CALLS).map(({ call }) => call)))
const GUILD = new Check(guildIdSchema)
const ANSWERS: { readonly [K in Kind]: Check<Calls[K]['answer']> } = {
  command: new Check(CALLS.command.answer),
  queue: new Check(CALLS.queue.answer),
  enqueue: new Check(CALLS.enqueue.answer),
  wrong: new Check(CALLS.wrong.answer),
  search: new Check(CALLS.search.answer),
}

/** The topic of the process that has this id. */
export const playerTopic = (processId: string): string => `player:${processId}`
/** The topic on which every process that plays answers who plays in a server. */
export const FIND_TOPIC = 'players'

/** A call from the wire; null when it isn't one. */
export function callFrom(payload: unknown): PlayerCall | null {
  return CALL.accepts(payload) ? payload : null
}

/** The server that a process looks for; null when it isn't an id. */
export function guildFrom(value: unknown): GuildId | null {
  return GUILD.accepts(value) ? value : null
}

/** An answer from the wire; null when no process of this version or an older one sends it. */
export function answerFrom<K extends Kind>(
  kind: K,
  payload: unknown,
): Value<Calls[K]['answer']> | null {
  const check: Check<Calls[K]['answer']> = ANSWERS[kind]
  const newest =
    kind === 'command' ? { track: null, ...fieldsOf(upgraded(payload)) } : upgraded(payload)
  return check.accepts(newest) ? newest : null
}

/**
 * The first version told neither why a track waits nor what a station says, nor what track a command was
 * about, nor what follows a queue.
 */
function upgraded(payload: unknown): unknown {
  if (!isObject(payload)) return payload
  const whole: Readonly<Record<string, unknown>> = { autoplay: 'off', ...payload }
  if (!isObject(whole.current)) return whole
  return { ...whole, current: { waiting: null, title: null, ...whole.current } }
}

const fieldsOf = (value: unknown) => (isObject(value) ? value : {})
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
