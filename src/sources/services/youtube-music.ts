import { SegueError } from '../../base/error.ts'
import type { Media } from '../../domain/media.ts'
import type { Found } from '../../domain/track.ts'
import type { Asking, Source } from '../source.ts'

/**
 * Links of YouTube Music. It's YouTube, so that they become links that yt-dlp reads best, and the tracks are
 * yt-dlp's: a song is a video of YouTube, also where its radio is named behind it; a playlist is one of
 * YouTube's by the same id. What's behind 'browse' and 'search' (albums, artists) yt-dlp knows only at the
 * host of YouTube Music, so those stay as they are (yt-dlp, extractor/youtube/_tab.py).
 */
export class YoutubeMusic implements Source {
  readonly name = 'query'
  readonly #ytdlp: Pick<Source, 'find'>

  constructor(ytdlp: Pick<Source, 'find'>) {
    this.#ytdlp = ytdlp
  }

  owns(text: string): boolean {
    return MUSIC.test(text) && URL.canParse(text)
  }

  async find(text: string, asking: Asking): Promise<Found> {
    return await this.#ytdlp.find(youtubeLink(text), asking)
  }

  open(): Promise<Media> {
    return Promise.reject(new SegueError('nothing-found', 'its tracks are yt-dlp’s'))
  }
}

const MUSIC = /^https?:\/\/music\.youtube\.com\//i

/** The link that yt-dlp is given for one of YouTube Music, without what says who shared it. */
export function youtubeLink(text: string): string {
  const url = new URL(text)
  const video = url.searchParams.get('v')
  const list = url.searchParams.get('list')
  if (url.pathname === '/watch' && video !== null && /^[\w-]{11}$/.test(video)) {
    return `https://www.youtube.com/watch?v=${video}`
  }
  if (list !== null && /^[\w-]{2,100}$/.test(list)) {
    return `https://www.youtube.com/playlist?list=${list}`
  }
  const words = url.searchParams.get('q')
  const search =
    url.pathname === '/search' && words !== null ? `?${new URLSearchParams({ q: words })}` : ''
  return `https://music.youtube.com${url.pathname}${search}${search === '' ? '' : url.hash}`
}
