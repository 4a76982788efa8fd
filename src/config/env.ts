import { availableParallelism } from 'node:os'
import { type Config, parseConfig } from './parse.ts'

/** The configuration of this process: the only reader of its environment. Throws `ConfigError`. */
export function configFromEnvironment(): Config {
  return parseConfig(process.env, availableParallelism())
}
