import type { MediaServer } from '../base/media-server.ts'
import type { Config } from './parse.ts'

/** Every text of a configuration that no log line may hold, as it is written and as it is meant. */
export function secretsOf(
  config: Pick<Config, 'token' | 'databaseUrl' | 'redisUrl'> &
    Partial<Pick<Config, 'ytdlpAccess' | 'mediaServers' | 'serviceKeys' | 'scrobbling'>>,
): string[] {
  const urls = [config.databaseUrl, config.redisUrl, config.ytdlpAccess?.proxy].flatMap(
    (url) => url ?? [],
  )
  const servers = Object.values(config.mediaServers ?? {}).flat()
  const applications = [...Object.values(config.serviceKeys ?? {}), config.scrobbling?.lastfm?.keys]
  const clients = applications.flatMap((keys) =>
    typeof keys === 'string' ? keys : (keys?.secret ?? []),
  )
  const all = [config.token, ...clients, ...urls.flatMap(passwords), ...servers.flatMap(ofLogin)]
  return all.filter((secret) => secret !== '')
}

/** As it is, and as URLs carry it, also those of Subsonic. */
function ofLogin({ login }: MediaServer): string[] {
  const secret = login.kind === 'key' ? login.key : login.password
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('hex')]
}

/** PostgreSQL also takes its password as a parameter. */
function passwords(url: string): string[] {
  const parsed = URL.parse(url)
  if (parsed === null) return [url]
  const written = [parsed.password, parsed.searchParams.get('password') ?? '']
  return written.flatMap((text) => [text, decoded(text)])
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
