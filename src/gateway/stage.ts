import { ChannelType, type Client, Events, PermissionFlagsBits, type VoiceState } from 'discord.js'
import { type GuildId, guildId } from '../base/ids.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'

/**
 * Everybody enters a stage as audience, unheard. A bot that is a moderator there speaks at once;
 * another one asks to, and `asked` is called so that people learn what they have to do.
 */
export function speakOnStages(
  client: Client<true>,
  asked: (guildId: GuildId) => void,
  log: Log,
): void {
  client.on(Events.VoiceStateUpdate, (before, now) => {
    if (now.id !== client.user.id || before.channelId === now.channelId || !now.suppress) return
    speak(now, asked).catch((error: unknown) =>
      log.warn('could not ask to speak on a stage', { guildId: now.guild.id, ...reasonOf(error) }),
    )
  })
}

async function speak(state: VoiceState, asked: (guildId: GuildId) => void): Promise<void> {
  const { channel, guild } = state
  const me = guild.members.me
  if (channel?.type !== ChannelType.GuildStageVoice || me === null) return
  if (channel.permissionsFor(me).has(PermissionFlagsBits.MuteMembers)) {
    await state.setSuppressed(false)
    return
  }
  await state.setRequestToSpeak(true)
  asked(guildId(guild.id))
}
