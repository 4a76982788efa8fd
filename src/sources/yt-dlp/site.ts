/** Sites that metrics tell apart, by what their hosts end with; all others are one. */
const SITES: Readonly<Record<string, readonly string[]>> = {
  youtube: ['youtube.com', 'youtu.be', 'youtube-nocookie.com'],
  soundcloud: ['soundcloud.com'],
  bandcamp: ['bandcamp.com'],
  twitch: ['twitch.tv'],
  vimeo: ['vimeo.com'],
  mixcloud: ['mixcloud.com'],
  dailymotion: ['dailymotion.com', 'dai.ly'],
  bilibili: ['bilibili.com', 'b23.tv'],
  tiktok: ['tiktok.com'],
  twitter: ['twitter.com', 'x.com'],
}

/** The name of the site that yt-dlp asks for that query, of a fixed set. */
export function siteOf(query: string): string {
  if (/^ytsearch\d*:/.test(query)) return 'youtube'
  if (/^scsearch\d*:/.test(query)) return 'soundcloud'
  const host = URL.parse(query)?.hostname ?? ''
  const isThere = (end: string) => host === end || host.endsWith(`.${end}`)
  return Object.keys(SITES).find((site) => SITES[site]?.some(isThere)) ?? 'other'
}
