import { chmod, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import { answerLine, type Housekeeping } from './key-messages.ts'

/** Characters of the longest request: one key. */
const LONGEST = 16 * 1024

/** Where the running bot can be asked about keys. */
export const keySocketPath = (dataDir: string): string => join(dataDir, 'keys', 'socket')

/**
 * Lets `bun run key` and `bun run export` reach a bot that runs with the embedded database, which only its own
 * process can open. A socket in a folder that only this user may enter; one line asks, one answers.
 */
export class KeySocket implements AsyncDisposable {
  readonly #listener: Bun.UnixSocketListener<Connection>
  readonly #path: string

  private constructor(listener: Bun.UnixSocketListener<Connection>, path: string) {
    this.#listener = listener
    this.#path = path
  }

  /**
   * Null, with a warning, where no socket can be opened: keys and exports then need the bot
   * stopped.
   */
  static async listen(dataDir: string, house: Housekeeping, log: Log): Promise<KeySocket | null> {
    const path = keySocketPath(dataDir)
    try {
      await mkdir(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
      await chmod(join(dataDir, 'keys'), 0o700)
      // This process holds the database's lock, so no other bot listens here: an old socket file is
      // a leftover.
      await rm(path, { force: true })
      return new KeySocket(listenAt(path, house), path)
    } catch (error) {
      log.warn(
        'couldn’t open the socket for keys and exports, so stop the bot to make them',
        reasonOf(error),
      )
      return null
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.stop(true)
    await rm(this.#path, { force: true })
  }
}

interface Connection {
  text: string
}

function listenAt(path: string, house: Housekeeping): Bun.UnixSocketListener<Connection> {
  return Bun.listen<Connection>({
    unix: path,
    socket: {
      open(socket) {
        socket.data = { text: '' }
      },
      data(socket, bytes) {
        const connection = socket.data
        connection.text += bytes.toString()
        if (connection.text.length > LONGEST) socket.terminate()
        if (!connection.text.includes('\n')) return
        const [line = ''] = connection.text.split('\n')
        void answerLine(house, line).then((answer) => socket.end(`${answer}\n`))
      },
      error() {},
    },
  })
}
