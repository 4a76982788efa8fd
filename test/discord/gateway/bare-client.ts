import { afterEach, beforeEach } from 'bun:test'
import { LocalDiscord } from '../local-discord.ts'
import { Changes } from '../state/changes.ts'
import { Intent } from './intents.ts'

export const INTENTS = Intent.guilds | Intent.guildVoiceStates | Intent.guildMessages

export interface Packet {
  readonly op: number
  readonly t: string | null
  readonly s: number | null
  // Each test knows the event it waits for.
  readonly d: Record<string, never> & { session_id: string; token: string; endpoint: string }
}

/** A client of the main gateway that does nothing by itself. */
export class BareClient {
  readonly packets: Packet[] = []
  closeCode: number | null = null
  readonly #socket: WebSocket
  readonly #changes = new Changes()

  constructor(url: string) {
    this.#socket = new WebSocket(`${url}/?v=10&encoding=json`)
    this.#socket.onmessage = ({ data }) => {
      this.packets.push(JSON.parse(String(data)))
      this.#changes.notify()
    }
    this.#socket.onclose = ({ code }) => {
      this.closeCode = code
      this.#changes.notify()
    }
  }

  send(op: number, d: unknown): void {
    this.sendText(JSON.stringify({ op, d }))
  }

  sendText(text: string): void {
    this.#socket.send(text)
  }

  close(code: number): void {
    this.#socket.close(code)
  }

  /** The first packet of a kind, from packet number `from` on. */
  async packet(kind: number | string, from = 0): Promise<Packet> {
    return await this.#changes.until(
      () => this.packets.slice(from).find(({ op, t }) => op === kind || t === kind),
      3000,
      () => `${kind}, had ${JSON.stringify(this.packets.map(({ op, t }) => t ?? op))}`,
    )
  }

  async closed(): Promise<number> {
    return await this.#changes.until(
      () => this.closeCode ?? undefined,
      3000,
      () => 'a close code',
    )
  }

  /** What has come by the time that a heartbeat sent now is answered: everything before it. */
  async settled(): Promise<void> {
    const from = this.packets.length
    this.send(1, null)
    await this.packet(11, from)
  }

  events(): (string | null)[] {
    return this.packets.flatMap(({ t }) => (t === null ? [] : [t]))
  }
}

/** What every test of a file finds: a local Discord of its own, and clients that end with the test. */
export class GatewayStage {
  #discord: LocalDiscord | null = null
  readonly #clients: BareClient[] = []

  /** Call at the top of a test file. */
  static set(): GatewayStage {
    const stage = new GatewayStage()
    beforeEach(async () => {
      stage.#discord = await LocalDiscord.start()
    })
    afterEach(() => stage.#clear())
    return stage
  }

  get discord(): LocalDiscord {
    if (this.#discord === null) throw new Error('no test is running')
    return this.#discord
  }

  /** Connected, and greeted. */
  async connect(to = this.discord): Promise<BareClient> {
    const client = new BareClient(to.apiUrl.replace(/^http(.*)\/api$/, 'ws$1'))
    this.#clients.push(client)
    await client.packet(10)
    return client
  }

  /** Data of an Identify. */
  identity(fields: object = {}): object {
    const properties = { os: 'linux', browser: 'test', device: 'test' }
    return { token: this.discord.token, intents: INTENTS, properties, ...fields }
  }

  async identified(fields: object = {}): Promise<BareClient> {
    const client = await this.connect()
    client.send(2, this.identity(fields))
    await client.packet('READY')
    return client
  }

  async #clear(): Promise<void> {
    for (const client of this.#clients.splice(0)) client.close(1000)
    await this.#discord?.[Symbol.asyncDispose]()
    this.#discord = null
  }
}
