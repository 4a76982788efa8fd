import { type KeyAdmin, type KeyAnswer, type KeyRequest, remoteKeys } from './key-messages.ts'
import { keySocketPath } from './key-socket.ts'

const ANSWER_WITHIN_MS = 10_000
const EXPORT_WITHIN_MS = 10 * 60_000

/** The keys of the bot that runs with this data folder; null when none does. */
export async function keysOfRunningBot(dataDir: string): Promise<KeyAdmin | null> {
  const path = keySocketPath(dataDir)
  const ask = (line: string): Promise<string> => asked(path, line)
  try {
    await ask(JSON.stringify({ kind: 'list' }))
  } catch (error) {
    if (error instanceof NobodyListens) return null
    throw error
  }
  return remoteKeys(ask)
}

/**
 * Has the bot that runs with this data folder export its database; resolves with the counts of
 * rows, or null when no bot runs.
 */
export async function exportByRunningBot(
  dataDir: string,
  file: string,
  force: boolean,
): Promise<unknown> {
  const request: KeyRequest = { kind: 'export', file, force }
  try {
    const line = await asked(keySocketPath(dataDir), JSON.stringify(request), EXPORT_WITHIN_MS)
    const answer: KeyAnswer = JSON.parse(line)
    if ('error' in answer) throw new RunningBotError(answer.error)
    return answer.value
  } catch (error) {
    if (error instanceof NobodyListens) return null
    throw error
  }
}

/** Why the running bot refused, in its own words. */
export class RunningBotError extends Error {
  override readonly name = 'RunningBotError'
}

class NobodyListens extends Error {
  override readonly name = 'NobodyListens'
}

/** One connection for one line. */
async function asked(path: string, line: string, withinMs = ANSWER_WITHIN_MS): Promise<string> {
  const answer = Promise.withResolvers<string>()
  const late = setTimeout(
    () => answer.reject(new Error('the running bot isn’t answering')),
    withinMs,
  )
  let text = ''
  try {
    const socket = await Bun.connect({
      unix: path,
      socket: {
        data(_, bytes) {
          text += bytes.toString()
          if (text.endsWith('\n')) answer.resolve(text)
        },
        close() {
          answer.reject(new Error('the running bot hung up'))
        },
        error() {},
      },
    }).catch((error: unknown) => {
      throw new NobodyListens(String(error))
    })
    socket.write(`${line}\n`)
    const answered = await answer.promise
    socket.end()
    return answered
  } finally {
    clearTimeout(late)
    answer.promise.catch(() => {})
  }
}
