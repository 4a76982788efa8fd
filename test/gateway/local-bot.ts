import type { Client } from 'discord.js'
import { systemClock } from '../../src/base/clock.ts'
import { createClient } from '../../src/gateway/client.ts'
import { logIn } from '../../src/gateway/login.ts'
import { LocalDiscord } from '../discord/local-discord.ts'

/** A local Discord with a server, and our client logged in to it, in this process. */
export class LocalBot implements AsyncDisposable {
  readonly discord: LocalDiscord
  readonly guild: ReturnType<LocalDiscord['createGuild']>
  readonly client: Client<true>

  private constructor(
    discord: LocalDiscord,
    guild: ReturnType<LocalDiscord['createGuild']>,
    client: Client<true>,
  ) {
    this.discord = discord
    this.guild = guild
    this.client = client
  }

  static async start(): Promise<LocalBot> {
    const discord = await LocalDiscord.start()
    const guild = discord.createGuild()
    const client = await logIn(createClient(discord.apiUrl), discord.token, systemClock)
    return new LocalBot(discord, guild, client)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.destroy()
    await this.discord[Symbol.asyncDispose]()
  }
}
