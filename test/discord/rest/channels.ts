import { Intent } from '../gateway/intents.ts'
import { ChannelType, isVoice } from '../state/model.ts'
import { may, Permission } from '../state/permissions.ts'
import { newSnowflake } from '../state/snowflake.ts'
import { channelPayload, userPayload } from '../wire/payloads.ts'
import { DiscordError, missingPermissions, unknownUser } from './errors.ts'
import { Form } from './form.ts'
import { channelOf } from './messages.ts'
import { type Answer, type Call, noContent, ok, type Route, wide } from './router.ts'

const bucket = wide('channel')

/** Docs: Channel, "Endpoints", and User, "Create DM". */
export const channelRoutes: readonly Route[] = [
  { method: 'GET', path: '/channels/:channel', proof: 'bot', bucket, handle: one },
  { method: 'POST', path: '/channels/:channel/typing', proof: 'bot', bucket, handle: type },
  {
    method: 'PUT',
    path: '/channels/:channel/voice-status',
    proof: 'bot',
    bucket,
    handle: setStatus,
  },
  { method: 'POST', path: '/users/@me/channels', proof: 'bot', bucket, handle: openDirect },
]

function one(call: Call): Answer {
  return ok(channelPayload(channelOf(call)))
}

function type(call: Call): Answer {
  channelOf(call, Permission.sendMessages)
  return noContent
}

/** Needs the permission of its name, and to manage channels when the bot is not inside. */
function setStatus(call: Call): Answer {
  const channel = channelOf(call, Permission.setVoiceChannelStatus)
  if (!isVoice(channel))
    throw new DiscordError(400, 50024, 'Cannot execute action on this channel type')
  const guild = call.world.directory.guildOf(channel)
  const inside = guild?.voiceStates.get(call.bot.user.id)?.channelId === channel.id
  if (guild && !inside && !may(guild, call.bot.user.id, channel, Permission.manageChannels)) {
    throw missingPermissions()
  }
  const form = new Form(call.body)
  const status = form.string('status', { max: 500 }) ?? null
  form.check()
  channel.status = status
  if (guild) {
    const data = { id: channel.id, guild_id: guild.id, status }
    call.world.dispatcher.toGuild(guild, Intent.guilds, 'VOICE_CHANNEL_STATUS_UPDATE', data)
  }
  call.world.changes.notify()
  return noContent
}

function openDirect(call: Call): Answer {
  const form = new Form(call.body)
  const id = form.string('recipient_id', { required: true }) ?? ''
  form.check()
  const { directory } = call.world
  const user = directory.users.get(id)
  if (!user) throw unknownUser()
  const own = call.bot.user
  const open = [...directory.channels.values()].find(
    ({ type, recipients }) =>
      type === ChannelType.dm && [own, user].every((party) => recipients.includes(party)),
  )
  const channel = open ?? {
    id: newSnowflake(),
    guildId: null,
    type: ChannelType.dm,
    name: '',
    position: 0,
    bitrate: 0,
    userLimit: 0,
    status: null,
    overwrites: new Map(),
    recipients: [user, own],
    messages: new Map(),
  }
  directory.channels.set(channel.id, channel)
  // A bot sees only the other side.
  return ok({ ...channelPayload(channel), recipients: [userPayload(user)] })
}
