import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { Fault } from './values.ts'

/** What a configuration names on this machine is looked at before anything starts. */
export interface Host {
  /** What is wrong with a folder of music; null: it can be read. */
  readonly folderFault: (path: string) => Fault | null
  /** What is wrong with an address to listen on; null: it can be. */
  readonly bindFault: (address: string) => Fault | null
  /** Whether a person reads what is logged: standard output is a terminal. */
  readonly isTerminal: boolean
}

export const thisHost: Host = { folderFault, bindFault, isTerminal: process.stdout.isTTY === true }

function folderFault(path: string): Fault | null {
  const shown = JSON.stringify(path)
  if (/^~(\/|$)/.test(path)) {
    return new Fault(
      `is ${shown}, and only shells know "~": use the whole path, as in /home/me/music`,
    )
  }
  try {
    if (!statSync(path).isDirectory()) {
      return new Fault(`is ${shown}, which is a file: use the folder that it lies in`)
    }
    accessSync(path, constants.R_OK | constants.X_OK)
    readdirSync(path)
    return null
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? new Fault(`is ${shown}, which does not exist: use a folder that does, or unset it`)
      : new Fault(
          `is ${shown}, which this user can't read (${code}): use one that he may, or allow him`,
        )
  }
}

function bindFault(address: string): Fault | null {
  try {
    void Bun.listen({ hostname: address, port: 0, socket: { data() {} } }).stop(true)
    return null
  } catch {
    return new Fault(
      `is ${JSON.stringify(address)}, which is no address of this machine: use 127.0.0.1, 0.0.0.0, or one that it has`,
    )
  }
}
