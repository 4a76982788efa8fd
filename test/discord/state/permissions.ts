import type { ChannelRecord, GuildRecord } from './model.ts'

/** Bits as Discord numbers them (docs: Permissions, "Bitwise Permission Flags"). */
export const Permission = {
  administrator: 1n << 3n,
  manageChannels: 1n << 4n,
  manageGuild: 1n << 5n,
  addReactions: 1n << 6n,
  stream: 1n << 9n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useExternalEmojis: 1n << 18n,
  connect: 1n << 20n,
  speak: 1n << 21n,
  muteMembers: 1n << 22n,
  deafenMembers: 1n << 23n,
  moveMembers: 1n << 24n,
  useVoiceActivity: 1n << 25n,
  changeNickname: 1n << 26n,
  useApplicationCommands: 1n << 31n,
  requestToSpeak: 1n << 32n,
  setVoiceChannelStatus: 1n << 48n,
} as const

const ALL = Object.values(Permission).reduce((bits, bit) => bits | bit, 0n)

/** What a new server grants everyone. */
export const EVERYONE_PERMISSIONS =
  Permission.addReactions |
  Permission.stream |
  Permission.viewChannel |
  Permission.sendMessages |
  Permission.embedLinks |
  Permission.attachFiles |
  Permission.readMessageHistory |
  Permission.useExternalEmojis |
  Permission.connect |
  Permission.speak |
  Permission.useVoiceActivity |
  Permission.changeNickname |
  Permission.useApplicationCommands |
  Permission.requestToSpeak

/**
 * What a member may do, in a channel when one is given: roles, then the overwrites of @everyone, of
 * the roles together, and of the member (docs: Permissions, "Permission Overwrites").
 */
export function permissionsOf(guild: GuildRecord, userId: string, channel?: ChannelRecord): bigint {
  const member = guild.members.get(userId)
  if (!member) return 0n
  if (guild.ownerId === userId) return ALL
  let bits = guild.roles.get(guild.id)?.permissions ?? 0n
  for (const id of member.roles) bits |= guild.roles.get(id)?.permissions ?? 0n
  if (bits & Permission.administrator) return ALL
  if (channel) bits = withOverwrites(bits, guild, userId, [...member.roles], channel)
  return bits
}

/** Whether all of `needed` are there; without view nothing else counts ("implicit permissions"). */
export function may(
  guild: GuildRecord,
  userId: string,
  channel: ChannelRecord,
  ...needed: bigint[]
): boolean {
  const bits = permissionsOf(guild, userId, channel)
  if (!(bits & Permission.viewChannel)) return false
  return needed.every((bit) => (bits & bit) !== 0n)
}

function withOverwrites(
  base: bigint,
  guild: GuildRecord,
  userId: string,
  roles: string[],
  channel: ChannelRecord,
): bigint {
  let bits = base
  const everyone = channel.overwrites.get(guild.id)
  if (everyone) bits = (bits & ~everyone.deny) | everyone.allow
  let allow = 0n
  let deny = 0n
  for (const id of roles) {
    const overwrite = channel.overwrites.get(id)
    allow |= overwrite?.allow ?? 0n
    deny |= overwrite?.deny ?? 0n
  }
  bits = (bits & ~deny) | allow
  const own = channel.overwrites.get(userId)
  return own ? (bits & ~own.deny) | own.allow : bits
}
