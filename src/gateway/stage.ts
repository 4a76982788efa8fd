import { ChannelType, type Client, Events, PermissionFlagsBits, type VoiceState } from 'discord.js'
import { type GuildId, guildId } from '../base/ids.ts'
import type { Notice } from '../domain/notice.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'

type Tell = (guildId: GuildId, notice: Notice) => void

/**
 * Everybody enters a stage as audience, unheard. A bot that is a stage moderator speaks at once;
 * otherwise it asks to speak, also after it was sent back to the audience. `tell` lets people know
 * what they have to do, also when the bot was moved to a channel where it may neither speak nor
 * ask.
 */
export function speakOnStages(client: Client<true>, tell: Tell, log: Log): void {
  client.on(Events.VoiceStateUpdate, (before, now) => {
    const hasEntered = before.channelId !== now.channelId
    if (now.id !== client.user.id || !now.suppress || (before.suppress && !hasEntered)) return
    speak(now, tell, hasEntered).catch((error: unknown) =>
      log.warn('couldn’t ask to speak on a stage', { guildId: now.guild.id, ...reasonOf(error) }),
    )
  })
}

async function speak(state: VoiceState, tell: Tell, hasEntered: boolean): Promise<void> {
  const { channel, guild } = state
  const me = guild.members.me
  if (channel === null || me === null) return
  const id = guildId(guild.id)
  const granted = channel.permissionsFor(me)
  if (channel.type !== ChannelType.GuildStageVoice) {
    tell(id, { kind: 'unheard', code: 'missing-speak' })
  } else if (hasEntered && granted.has(PermissionFlagsBits.MuteMembers)) {
    await state.setSuppressed(false)
  } else if (granted.any([PermissionFlagsBits.RequestToSpeak, PermissionFlagsBits.MuteMembers])) {
    await state.setRequestToSpeak(true)
    tell(id, { kind: 'asked-to-speak' })
  } else {
    tell(id, { kind: 'unheard', code: 'stage-audience' })
  }
}
