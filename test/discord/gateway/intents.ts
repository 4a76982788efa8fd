/** What a session asks to be told (docs: Gateway, "List of Intents"). */
export const Intent = {
  /** Sent whatever a session asked for. */
  always: 0,
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildVoiceStates: 1 << 7,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const

/** Those that an application has to be granted first; asking in vain closes with 4014. */
export const PRIVILEGED_INTENTS =
  Intent.guildMembers | Intent.guildPresences | Intent.messageContent

/** Bits that exist: 0–16, 20, 21, 24, 25. */
export const KNOWN_INTENTS = 0x1ffff | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25)
