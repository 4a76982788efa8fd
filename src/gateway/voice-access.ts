import {
  ChannelType,
  type GuildMember,
  PermissionFlagsBits,
  type PermissionsBitField,
  type VoiceBasedChannel,
} from 'discord.js'
import { SegueError } from '../base/error.ts'
import { channelId } from '../base/ids.ts'
import type { VoiceChannel } from '../domain/player/state.ts'

/**
 * A voice channel, if the bot can play there. Throws the code of what it lacks: 'missing-view',
 * 'missing-connect', 'channel-full', 'missing-speak', 'stage-audience'.
 */
export function voiceChannelIn(channel: VoiceBasedChannel): VoiceChannel {
  const { me } = channel.guild.members
  if (me === null) throw new SegueError('internal', 'the bot is no member of the server')
  const granted = channel.permissionsFor(me)
  demand(granted, PermissionFlagsBits.ViewChannel, 'missing-view')
  demand(granted, PermissionFlagsBits.Connect, 'missing-connect')
  if (isFull(channel, me, granted)) throw new SegueError('channel-full')
  if (channel.type === ChannelType.GuildStageVoice) {
    const may = [PermissionFlagsBits.RequestToSpeak, PermissionFlagsBits.MuteMembers] as const
    if (!granted.any([...may])) throw new SegueError('stage-audience')
  } else {
    demand(granted, PermissionFlagsBits.Speak, 'missing-speak')
  }
  return { channelId: channelId(channel.id), bitrate: channel.bitrate }
}

function demand(
  granted: Readonly<PermissionsBitField>,
  permission: bigint,
  code: 'missing-view' | 'missing-connect' | 'missing-speak',
): void {
  if (!granted.has(permission)) throw new SegueError(code)
}

/**
 * A limit of 0 means none; with the right to move members, the bot joins full channels too. Counted
 * without the member cache.
 */
function isFull(
  channel: VoiceBasedChannel,
  me: GuildMember,
  granted: Readonly<PermissionsBitField>,
): boolean {
  const present = channel.guild.voiceStates.cache.filter((state) => state.channelId === channel.id)
  if (channel.userLimit === 0 || present.has(me.id)) return false
  return present.size >= channel.userLimit && !granted.has(PermissionFlagsBits.MoveMembers)
}
