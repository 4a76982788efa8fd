import { ChannelType, type GuildRecord, isVoice, type VoiceStateRecord } from '../state/model.ts'
import { may, Permission, permissionsOf } from '../state/permissions.ts'
import {
  channelPayload,
  guildPayload,
  memberPayload,
  rolePayload,
  voiceStatePayload,
} from '../wire/payloads.ts'
import {
  DiscordError,
  missingAccess,
  missingPermissions,
  unknownChannel,
  unknownGuild,
  unknownMember,
  unknownVoiceState,
} from './errors.ts'
import { Form } from './form.ts'
import { type Answer, type Call, noContent, ok, type Route, wide } from './router.ts'

const bucket = wide('guild')
const get = (path: string, handle: Route['handle']): Route => ({
  method: 'GET',
  path,
  proof: 'bot',
  bucket,
  handle,
})
const patch = (path: string, handle: Route['handle']): Route => ({
  method: 'PATCH',
  path,
  proof: 'bot',
  bucket,
  handle,
})

/** Docs: Guild, "Endpoints", and Voice, "Endpoints". */
export const guildRoutes: readonly Route[] = [
  get('/guilds/:guild', (call) => ok(whole(call, guildOf(call)))),
  get('/guilds/:guild/channels', (call) =>
    ok([...guildOf(call).channels.values()].map(channelPayload)),
  ),
  get('/guilds/:guild/roles', (call) => ok([...guildOf(call).roles.values()].map(rolePayload))),
  get('/guilds/:guild/members', listMembers),
  get('/guilds/:guild/members/search', searchMembers),
  get('/guilds/:guild/members/:user', (call) => ok(memberPayload(memberOf(call)))),
  get('/guilds/:guild/voice-states/:user', oneVoiceState),
  patch('/guilds/:guild/voice-states/:user', editVoiceState),
  patch('/guilds/:guild/members/:user', editMember),
]

function guildOf(call: Call): GuildRecord {
  const guild = call.world.directory.guilds.get(call.param('guild'))
  if (!guild) throw unknownGuild()
  if (!guild.members.has(call.bot.user.id)) throw missingAccess()
  return guild
}

function whole(call: Call, guild: GuildRecord) {
  if (call.query.get('with_counts') !== 'true') return guildPayload(guild)
  const count = guild.members.size
  return {
    ...guildPayload(guild),
    approximate_member_count: count,
    approximate_presence_count: count,
  }
}

const userIdOf = (call: Call) =>
  call.param('user') === '@me' ? call.bot.user.id : call.param('user')

function memberOf(call: Call) {
  const member = guildOf(call).members.get(userIdOf(call))
  if (!member) throw unknownMember()
  return member
}

function listMembers(call: Call): Answer {
  const limit = Math.min(1000, Math.max(1, Number(call.query.get('limit') ?? 1)))
  const after = BigInt(call.query.get('after') ?? 0)
  const members = [...guildOf(call).members.values()].filter(({ user }) => BigInt(user.id) > after)
  return ok(members.slice(0, limit).map(memberPayload))
}

function searchMembers(call: Call): Answer {
  const limit = Math.min(1000, Math.max(1, Number(call.query.get('limit') ?? 1)))
  const query = (call.query.get('query') ?? '').toLowerCase()
  const found = [...guildOf(call).members.values()].filter(({ nick, user }) =>
    (nick ?? user.username).toLowerCase().startsWith(query),
  )
  return ok(found.slice(0, limit).map(memberPayload))
}

function voiceStateOf(call: Call): VoiceStateRecord {
  const state = guildOf(call).voiceStates.get(userIdOf(call))
  if (!state) throw unknownVoiceState()
  return state
}

function oneVoiceState(call: Call): Answer {
  const state = voiceStateOf(call)
  return ok(voiceStatePayload(state, guildOf(call).members.get(state.userId)))
}

/** Docs: Voice, "Modify Current User Voice State": stages only, each change with its permission. */
function editVoiceState(call: Call): Answer {
  const guild = guildOf(call)
  const state = voiceStateOf(call)
  const form = new Form(call.body)
  const channelId = form.string('channel_id') ?? state.channelId
  const suppress = form.boolean('suppress')
  const requestAt = form.string('request_to_speak_timestamp')
  form.check()
  const channel = guild.channels.get(channelId)
  if (!channel) throw unknownChannel()
  if (channel.type !== ChannelType.stage || channelId !== state.channelId) {
    throw new DiscordError(400, 50024, 'Cannot execute action on this channel type')
  }
  const isOther = state.userId !== call.bot.user.id
  const has = (bit: bigint) => may(guild, call.bot.user.id, channel, bit)
  if ((suppress === false || isOther) && !has(Permission.muteMembers)) throw missingPermissions()
  if (requestAt !== undefined && !has(Permission.requestToSpeak)) throw missingPermissions()
  if (suppress !== undefined) state.suppress = suppress
  if (form.fields.request_to_speak_timestamp !== undefined)
    state.requestToSpeakAt = requestAt ?? null
  if (!state.suppress) state.requestToSpeakAt = null
  call.world.voice.update(guild, state)
  return noContent
}

/** Docs: Guild, "Modify Guild Member", as far as voice goes. */
function editMember(call: Call): Answer {
  const guild = guildOf(call)
  const member = memberOf(call)
  const form = new Form(call.body)
  const mute = form.boolean('mute')
  const deaf = form.boolean('deaf')
  const channelId = form.string('channel_id')
  form.check()
  const bits = permissionsOf(guild, call.bot.user.id)
  const need = (wanted: boolean, bit: bigint) => {
    if (wanted && !(bits & bit)) throw missingPermissions()
  }
  need(mute !== undefined, Permission.muteMembers)
  need(deaf !== undefined, Permission.deafenMembers)
  need(form.fields.channel_id !== undefined, Permission.moveMembers)
  member.mute = mute ?? member.mute
  member.deaf = deaf ?? member.deaf
  if (form.fields.nick !== undefined) member.nick = form.string('nick', { max: 32 }) ?? null
  const state = guild.voiceStates.get(member.user.id)
  if (form.fields.channel_id === null) call.world.voice.leave(guild, member.user.id)
  else if (channelId !== undefined) {
    const channel = guild.channels.get(channelId)
    if (!channel || !isVoice(channel)) throw unknownChannel()
    if (!state) throw new DiscordError(400, 40032, 'Target user is not connected to voice.')
    call.world.voice.drag(guild, member.user.id, channel)
  } else if (state) call.world.voice.update(guild, state)
  return ok(memberPayload(member))
}
