/**
 * Hosts an engine pool in a process of its own, since NODE_EXTRA_CA_CERTS is read only when a process
 * starts. The parent is its main gateway and its player, over IPC.
 */
import type { Worker } from 'node:worker_threads'
import { codeOf, SegueError } from '../../src/base/error.ts'
import { userId } from '../../src/base/ids.ts'
import type { OwnVoiceState, VoiceServerAssignment } from '../../src/domain/voice.ts'
import { spawnEngineThread } from '../../src/engine/engine-thread.ts'
import { EnginePool } from '../../src/engine/pool.ts'
import type { FromHost, ToHost } from './engine-messages.ts'

const stateListeners = new Set<(state: OwnVoiceState) => void>()
const serverListeners = new Set<(assignment: VoiceServerAssignment) => void>()
const workers: Worker[] = []
let pool: EnginePool | null = null

const post = (message: FromHost): void => {
  process.send?.(message)
}

process.on('message', (message: ToHost) => {
  void handle(message)
})

async function handle(message: ToHost): Promise<void> {
  switch (message.type) {
    case 'start':
      pool = await start(message)
      pool.onEvent((event) => post({ type: 'event', event }))
      post({ type: 'started' })
      break
    case 'call':
      await call(message)
      break
    case 'state':
      for (const listener of stateListeners) listener(message.state)
      break
    case 'server':
      for (const listener of serverListeners) listener(message.assignment)
      break
    case 'kill-newest-worker':
      await workers.at(-1)?.terminate()
      break
    case 'poison-newest-worker':
      workers.at(-1)?.postMessage(null)
      break
    case 'block-main-thread':
      for (const end = performance.now() + message.ms; performance.now() < end; );
      break
  }
}

function start({ settings }: Extract<ToHost, { type: 'start' }>): Promise<EnginePool> {
  return EnginePool.start({
    ...settings,
    renew: () => Promise.reject(new SegueError('gone')),
    signalling: {
      selfId: userId(settings.selfId),
      send: (request) => {
        post({ type: 'op4', request })
        return true
      },
      shardOf: () => 0,
      onState: (listener) => subscribe(stateListeners, listener),
      onServer: (listener) => subscribe(serverListeners, listener),
    },
    spawn: () => {
      const worker = spawnEngineThread()
      workers.push(worker)
      return worker
    },
    log: {
      debug: () => undefined,
      info: (text, fields) => post({ type: 'log', level: 'info', text, fields: { ...fields } }),
      warn: (text, fields) => post({ type: 'log', level: 'warn', text, fields: { ...fields } }),
      error: (text, fields) => post({ type: 'log', level: 'error', text, fields: { ...fields } }),
    },
  })
}

async function call({ id, name, args }: Extract<ToHost, { type: 'call' }>): Promise<void> {
  try {
    if (!pool) throw new Error('not started')
    const method = pool[name].bind(pool) as (...args: unknown[]) => Promise<unknown>
    post({ type: 'reply', id, value: await method(...args) })
  } catch (error) {
    post({ type: 'failure', id, code: codeOf(error), text: String(error) })
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): Disposable {
  listeners.add(listener)
  return { [Symbol.dispose]: () => listeners.delete(listener) }
}
