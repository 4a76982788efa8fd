import { GatewayDispatchEvents } from 'discord.js'
import type { Log } from '../../observability/log.ts'
import type { Players } from '../../player/players.ts'
import type { RequestChannelStore } from '../ports.ts'
import type { RefusingChannels } from '../refusing-channels.ts'
import type { Message } from './message.ts'
import { RequestAnswers } from './request-answers.ts'
import { RequestChannels } from './request-channels.ts'
import { RequestMessages, type RequestMessagesPorts } from './request-messages.ts'

interface Ports extends Omit<RequestMessagesPorts, 'channels' | 'answers'> {
  readonly players: Players
  readonly store: RequestChannelStore
  readonly refusing: RefusingChannels
  readonly log: Log
}

export interface TakenRequests {
  /** Resolves once those channels are known, or can't be read; never rejects. */
  readonly known: Promise<void>
  /** Resolves when all messages so far are answered. */
  settled(): Promise<void>
}

/** Takes what's written in request channels from now on, until `parts` are disposed. */
export function takeRequests(
  { store, refusing, log, ...ports }: Ports,
  parts: DisposableStack,
): TakenRequests {
  const { client, players, clock } = ports
  const channels = parts.use(new RequestChannels(store, clock, log))
  parts.use(players.feed.subscribe(channels))
  const answers = new RequestAnswers(client.rest, refusing, log)
  const requests = new RequestMessages({ ...ports, channels, answers })
  const take = (message: Message) => void requests.handle(message)
  client.ws.on(GatewayDispatchEvents.MessageCreate, take)
  parts.defer(() => void client.ws.off(GatewayDispatchEvents.MessageCreate, take))
  return { known: channels.read(), settled: () => requests.settled() }
}
