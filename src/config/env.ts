import { readFileSync } from 'node:fs'
import { thisHost } from './host.ts'
import { thisMachine } from './machine.ts'
import { type Config, parseConfig, parseStorage } from './parse.ts'

/** The configuration of this process: the only reader of its environment. Throws `ConfigError`. */
export function configFromEnvironment(): Config {
  return parseConfig(process.env, thisMachine(), thisHost, readText)
}

/** The part of it that states where state is kept; needs no token. Throws `ConfigError`. */
export function storageFromEnvironment(): Pick<Config, 'dataDir' | 'databaseUrl'> {
  return parseStorage(process.env, readText)
}

function readText(path: string): string {
  return readFileSync(path, 'utf8')
}
