import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { Fault } from './values.ts'

/** Checks what a configuration names on this machine, before anything starts. */
export interface Host {
  /** What is wrong with a folder to read from; null: it can be read. */
  readonly folderFault: (path: string) => Fault | null
  /** What is wrong with a file to read; null: it can be read. */
  readonly fileFault: (path: string) => Fault | null
  /** What is wrong with a folder that is made if it's missing; null: nothing that can be seen yet. */
  readonly newFolderFault: (path: string) => Fault | null
  /** What is wrong with an address to listen on; null: nothing. */
  readonly bindFault: (address: string) => Fault | null
  /** Whether standard output is a terminal, so that a person reads the log. */
  readonly isTerminal: boolean
}

export const thisHost: Host = {
  folderFault,
  fileFault,
  newFolderFault,
  bindFault,
  isTerminal: process.stdout.isTTY === true,
}

function folderFault(path: string): Fault | null {
  const shown = JSON.stringify(path)
  if (startsAtHome(path)) return homeFault(path)
  try {
    if (!statSync(path).isDirectory()) {
      return new Fault(`is ${shown}, which is a file: use the folder that it lies in`)
    }
    accessSync(path, constants.R_OK | constants.X_OK)
    readdirSync(path)
    return null
  } catch (error) {
    return unreadable(path, error, 'folder')
  }
}

function fileFault(path: string): Fault | null {
  if (startsAtHome(path)) return homeFault(path)
  try {
    if (statSync(path).isDirectory()) {
      return new Fault(`is ${JSON.stringify(path)}, which is a folder: use a file in it`)
    }
    accessSync(path, constants.R_OK)
    return null
  } catch (error) {
    return unreadable(path, error, 'file')
  }
}

function newFolderFault(path: string): Fault | null {
  if (startsAtHome(path)) return homeFault(path)
  return isOtherThanFolder(path)
    ? new Fault(`is ${JSON.stringify(path)}, which is a file: use a folder`)
    : null
}

/** What can't be looked at is told by whoever makes the folder. */
function isOtherThanFolder(path: string): boolean {
  try {
    return !statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** A shell puts the home folder in place of the "~"; nobody does that in a `.env` file or in quotes. */
function startsAtHome(path: string): boolean {
  return /^~(\/|$)/.test(path)
}

function homeFault(path: string): Fault {
  return new Fault(
    `is ${JSON.stringify(path)}, and "~" means your home folder only in a shell: use the whole path, as in /home/me/music`,
  )
}

function unreadable(path: string, error: unknown, kind: 'file' | 'folder'): Fault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const shown = JSON.stringify(path)
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new Fault(`is ${shown}, which doesn’t exist: use a ${kind} that does, or unset it`)
    : new Fault(
        `is ${shown}, which this user can’t read (${code}): give the user access, or use another ${kind}`,
      )
}

function bindFault(address: string): Fault | null {
  try {
    void Bun.listen({ hostname: address, port: 0, socket: { data() {} } }).stop(true)
    return null
  } catch {
    return new Fault(
      `is ${JSON.stringify(address)}, which isn’t an address of this machine: use 127.0.0.1, 0.0.0.0, or one of its own`,
    )
  }
}
