import {
  Kind,
  type Static,
  type TSchema,
  type TUnsafe,
  Type,
  TypeRegistry,
} from '@sinclair/typebox'
import type { ChannelId, GuildId, RoleId, TrackId, UserId } from '../../base/ids.ts'
import { SNOWFLAKE } from '../../base/ids.ts'

/** What a schema describes, as values that nobody changes. */
export type Value<Schema extends TSchema> = Fixed<Static<Schema>>

type Fixed<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Fixed<Item>[]
    : { readonly [Name in keyof T]: Fixed<T[Name]> }

/** JSON Schema has `enum` for this, and the library only a union of literals. */
const ONE_OF = 'Segue:OneOf'
TypeRegistry.Set<{ enum: readonly unknown[] }>(ONE_OF, (schema, value) =>
  schema.enum.includes(value),
)

/** One of these texts. */
export function oneOf<const Text extends string>(
  texts: readonly Text[],
  options: { description?: string } = {},
): TUnsafe<Text> {
  return Type.Unsafe<Text>({ [Kind]: ONE_OF, type: 'string', enum: texts, ...options })
}

export const nullable = <Schema extends TSchema>(
  schema: Schema,
  options: { description?: string } = {},
) => Type.Union([schema, Type.Null()], options)

const snowflake = <Id extends string>(description: string) =>
  Type.Unsafe<Id>(Type.String({ pattern: SNOWFLAKE.source, description }))

export const guildIdSchema = snowflake<GuildId>('Discord’s id of a server.')
export const channelIdSchema = snowflake<ChannelId>('Discord’s id of a channel.')
export const roleIdSchema = snowflake<RoleId>('Discord’s id of a role.')
export const userIdSchema = snowflake<UserId>('Discord’s id of a user.')

/** Names one entry of one queue. */
export const trackIdSchema = Type.Unsafe<TrackId>(Type.String({ minLength: 1, maxLength: 64 }))

/** How many there are, or how many come before. */
export const countSchema = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
