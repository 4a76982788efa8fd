import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { newTrackId, userId } from '../../../src/base/ids.ts'
import type { FoundTrack, Track } from '../../../src/domain/track.ts'
import { addressPolicy, type Resolve } from '../../../src/net/address-policy.ts'
import { GuardedProxy } from '../../../src/net/proxy.ts'
import { silentLog } from '../../../src/observability/log.ts'
import type { YtdlpAccess } from '../../../src/sources/yt-dlp/command.ts'
import { YtDlp, type YtdlpOptions } from '../../../src/sources/yt-dlp/yt-dlp.ts'

/** Nothing of what helps against refusals. */
export const noAccess: YtdlpAccess = {
  cookiesFile: null,
  proxy: null,
  sourceAddress: null,
  pluginDir: null,
  potProviderUrl: null,
}

/** yt-dlp as `YTDLP_PATH` names it, or where script/bootstrap puts it. */
export function ytdlpProgram(): string {
  const program = process.env.YTDLP_PATH ?? resolve(import.meta.dir, '../../../.venv/bin/yt-dlp')
  if (!existsSync(program)) {
    throw new Error(`yt-dlp is missing at ${program}: run script/bootstrap or set YTDLP_PATH`)
  }
  return program
}

export interface YtdlpStart extends Partial<Omit<YtdlpOptions, 'proxy'>> {
  readonly dataDir: string
  /** How names are looked up, by the proxy; as ever unless given. */
  readonly resolve?: Resolve
}

/** yt-dlp behind a proxy that admits only `allowed` besides the internet. */
export async function startYtdlp(
  allowed: readonly string[],
  { resolve, access = noAccess, ...options }: YtdlpStart,
) {
  const proxy = await GuardedProxy.start({
    policy: addressPolicy({ allowed }, resolve === undefined ? {} : { resolve }),
    egress: access,
  })
  const source = new YtDlp({
    program: ytdlpProgram(),
    bunPath: process.execPath,
    log: silentLog,
    ...options,
    ...{ proxy, access },
  })
  return {
    source,
    async [Symbol.asyncDispose]() {
      await source[Symbol.asyncDispose]()
      await proxy[Symbol.asyncDispose]()
    },
  }
}

export function queued(found: FoundTrack | undefined): Track {
  if (found === undefined) throw new Error('nothing found')
  return { ...found, id: newTrackId(), requestedBy: userId('1') }
}
