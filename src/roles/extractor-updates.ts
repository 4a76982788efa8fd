import { addressPolicy } from '../net/address-policy.ts'
import { hostAndPort } from '../sources/named-host.ts'
import type { Resolver } from '../sources/resolver.ts'
import { DailyUpdate } from '../sources/updates/daily.ts'
import { ExtractorUpdate } from '../sources/updates/extractor-update.ts'
import { Releases } from '../sources/updates/release.ts'
import { updatedYtdlp } from '../sources/yt-dlp/installed.ts'
import type { Core } from './core.ts'

/** Brings a new yt-dlp once a day, unless the host has one of its own or wants none. */
export function keepExtractorUpToDate(
  { config, clock, log, events }: Core,
  library: Pick<Resolver, 'probeYtdlp' | 'reloadYtdlp'>,
  installed: () => string,
): Disposable | null {
  const { ytdlpPath, ytdlpUpdateUrl, dataDir, addresses } = config
  if (ytdlpPath !== null || ytdlpUpdateUrl === null) return null
  const update = new ExtractorUpdate({
    path: updatedYtdlp(dataDir),
    releases: new Releases(
      ytdlpUpdateUrl,
      addressPolicy(addresses).naming(hostAndPort(ytdlpUpdateUrl)),
    ),
    extractor: {
      probe: (program, signal) => library.probeYtdlp(program, signal),
      use: (program) => library.reloadYtdlp(program ?? installed()),
    },
    log,
  })
  const ran = (outcome: 'done' | 'failed', ms: number) =>
    events.jobRan('extractor-update', outcome, ms)
  return new DailyUpdate((signal) => update.run(signal), { clock, log, ran })
}
