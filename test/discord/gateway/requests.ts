import type { Fields } from '../rest/form.ts'
import type { World } from '../state/world.ts'
import { memberPayload } from '../wire/payloads.ts'
import { Intent } from './intents.ts'
import type { Session } from './session.ts'

/**
 * Op 4. What is forbidden, or full, gets no answer at all: the client has to give up by itself
 * (docs: Gateway Events, "Update Voice State").
 */
export function updateVoiceState(world: World, session: Session, d: Fields): void {
  const guild = world.directory.guilds.get(String(d.guild_id))
  if (!guild?.members.has(session.botUserId)) return
  if (d.channel_id === null || d.channel_id === undefined) {
    world.voice.leave(guild, session.botUserId)
    return
  }
  const channel = guild.channels.get(String(d.channel_id))
  if (!channel) return
  world.voice.join(guild, channel, {
    userId: session.botUserId,
    sessionId: session.id,
    ownerSession: session.id,
    selfMute: d.self_mute === true,
    selfDeaf: d.self_deaf === true,
  })
}

/**
 * Op 43 (docs: Gateway Events, "Request Channel Info"): the channels of a server that have a status, as
 * that's part of no other payload.
 */
export function requestChannelInfo(world: World, session: Session, d: Fields): void {
  const guild = world.directory.guilds.get(String(d.guild_id))
  if (!guild?.members.has(session.botUserId)) return
  const asked = Array.isArray(d.fields) && d.fields.includes('status')
  const channels = [...guild.channels.values()].flatMap(({ id, status }) =>
    asked && status !== null ? [{ id, status }] : [],
  )
  session.send('CHANNEL_INFO', { guild_id: guild.id, channels })
}

const CHUNK_SIZE = 1000

/** Op 8 (docs: Gateway Events, "Request Guild Members"): chunks of 1000 with the same nonce. */
export function requestMembers(world: World, session: Session, d: Fields): void {
  const guild = world.directory.guilds.get(String(d.guild_id))
  if (!guild?.members.has(session.botUserId)) return
  const asked = d.user_ids === undefined ? null : [d.user_ids].flat().map(String)
  const query = typeof d.query === 'string' ? d.query.toLowerCase() : ''
  const limit = typeof d.limit === 'number' && d.limit > 0 ? d.limit : Number.POSITIVE_INFINITY
  const isWholeList = asked === null && query === '' && limit === Number.POSITIVE_INFINITY
  if (isWholeList && !session.wants(Intent.guildMembers)) return
  const found = [...guild.members.values()].filter(({ user, nick }) =>
    asked ? asked.includes(user.id) : (nick ?? user.username).toLowerCase().startsWith(query),
  )
  const members = found.slice(0, limit).map(memberPayload)
  const chunks = Math.max(1, Math.ceil(members.length / CHUNK_SIZE))
  for (let index = 0; index < chunks; index += 1) {
    session.send('GUILD_MEMBERS_CHUNK', {
      guild_id: guild.id,
      members: members.slice(index * CHUNK_SIZE, (index + 1) * CHUNK_SIZE),
      chunk_index: index,
      chunk_count: chunks,
      not_found: asked?.filter((id) => !guild.members.has(id)) ?? [],
      ...(typeof d.nonce === 'string' ? { nonce: d.nonce } : {}),
    })
  }
}
