import { Elysia } from 'elysia'
import type { RemoteCommand } from '../../domain/command.ts'
import type { Auth } from '../../http/auth.ts'
import { jsonBody } from '../../http/json-body.ts'
import type { QueuePlayers } from '../ports.ts'
import { loopFrom, pageFrom, seekFrom, skipFrom, volumeFrom } from './queue-requests.ts'

type Routed = { readonly request: Request; readonly params: { readonly guild: string } }

/** The bodies are read by hand, since Elysia accepts broken ones (`{bad` passes as empty). */
const RAW = { parse: 'none' } as const

/** One server's player: what it plays and what comes next. Each command's answer is the new state. */
export function queueRoutes(auth: Auth, players: QueuePlayers) {
  const command =
    (commandFrom: (request: Request) => Promise<RemoteCommand>) =>
    ({ request, params }: Routed) =>
      auth.forServer(request, params.guild, 'control', async ({ guildId, ...asker }) =>
        players.command(guildId, await commandFrom(request), asker),
      )
  const plain = (wanted: () => RemoteCommand) =>
    command(async (request) => {
      await jsonBody(request, [])
      return wanted()
    })

  return new Elysia({ prefix: '/guilds/:guild/queue' })
    .get('/', ({ request, params }) =>
      auth.forServer(request, params.guild, 'read', async ({ guildId }) =>
        players.queue(guildId, pageFrom(request)),
      ),
    )
    .post(
      '/pause',
      plain(() => ({ kind: 'pause' })),
      RAW,
    )
    .post(
      '/resume',
      plain(() => ({ kind: 'resume' })),
      RAW,
    )
    .post(
      '/stop',
      plain(() => ({ kind: 'stop' })),
      RAW,
    )
    .post(
      '/clear',
      plain(() => ({ kind: 'clear' })),
      RAW,
    )
    .post(
      '/shuffle',
      plain(() => ({ kind: 'shuffle', seed: newSeed() })),
      RAW,
    )
    .post('/skip', command(skipFrom), RAW)
    .post('/seek', command(seekFrom), RAW)
    .put('/volume', command(volumeFrom), RAW)
    .put('/loop', command(loopFrom), RAW)
}

const newSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
