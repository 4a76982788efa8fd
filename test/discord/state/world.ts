import type { Clock } from '../clock.ts'
import { DiscordFaults } from '../faults.ts'
import { Dispatcher } from '../gateway/dispatcher.ts'
import { Changes } from './changes.ts'
import { type BotAccount, Directory } from './directory.ts'
import { FileStore } from './files.ts'
import { Interactions } from './interactions.ts'
import { Messages } from './messages.ts'
import { type VoicePort, VoiceStates } from './voice-states.ts'

export type { BotAccount } from './directory.ts'

/** Everything that the REST side, the gateway and the people share. */
export class World implements AsyncDisposable {
  readonly clock: Clock
  readonly faults = new DiscordFaults()
  readonly changes = new Changes()
  readonly dispatcher = new Dispatcher()
  readonly directory = new Directory()
  readonly files = new FileStore()
  readonly messages: Messages
  readonly interactions: Interactions
  readonly voice: VoiceStates
  /** `ws://127.0.0.1:PORT`, set as soon as the server listens. */
  gatewayUrl = ''

  constructor(clock: Clock, voice: VoicePort) {
    this.clock = clock
    this.messages = new Messages(this.directory, this.dispatcher, this.files, this.changes)
    const { gateway } = this.faults
    this.interactions = new Interactions(clock, this.changes, this.dispatcher, gateway, (message) =>
      this.messages.payload(message),
    )
    this.voice = new VoiceStates(voice, this.dispatcher, this.faults, this.changes, clock)
  }

  /** The bot that a lone test means. */
  get defaultBot(): BotAccount {
    const [bot] = this.directory.bots
    if (!bot) throw new Error('there is no bot yet')
    return bot
  }

  botOfHeader(authorization: string | null): BotAccount | undefined {
    const token = /^Bot (.+)$/.exec(authorization ?? '')?.[1]
    return token === undefined ? undefined : this.botOfToken(token)
  }

  botOfToken(token: string): BotAccount | undefined {
    const bare = token.replace(/^Bot /, '')
    return this.directory.bots.find((bot) => bot.token === bare)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.interactions.close()
    await this.files[Symbol.asyncDispose]()
  }
}
