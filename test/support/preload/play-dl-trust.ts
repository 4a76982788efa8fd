/**
 * Preloaded by `bun --preload`: the program that runs play-dl trusts the authority in SITE_CA, which vouches for
 * the test's sites. It gets nothing else of the bot's environment, as ever.
 */
import type { SpawnOptions } from 'node:child_process'

type Spawn = (command: string, args: readonly string[], options: SpawnOptions) => unknown

const processes: { spawn: Spawn } = require('node:child_process')
const { spawn } = processes
processes.spawn = (command, args, options) => {
  const isIt = args.some((argument) => argument.endsWith('/play-dl/program.ts'))
  const trust = { NODE_EXTRA_CA_CERTS: process.env.SITE_CA }
  return spawn(command, args, isIt ? { ...options, env: { ...options.env, ...trust } } : options)
}
