/**
 * Program entry, run by the bot as a process of its own and imported by nobody: it answers questions by
 * play-dl, a library of the GPL-3.0 that nobody has kept up since 2023. Its only way to the network is the
 * guarded proxy. Lines of JSON come on standard input and go to standard output; it ends with its input.
 */
import { createInterface } from 'node:readline'
import { onlyByProxy } from '../../net/https-by-proxy.ts'
import { deezerEntries, PAGE, soundcloudEntry } from './entries.ts'
import type { Answered, Asked, Failed, Greeting, Hello, Question, Reply } from './protocol.ts'

type PlayDl = typeof import('play-dl')
type SoundCloudList = Extract<Awaited<ReturnType<PlayDl['soundcloud']>>, { tracksCount: number }>

/** A song that can't be had never answers: play-dl waits for it forever. */
const SONGS_WITHIN_MS = 3_000
/** Lists whose next page may be asked for. */
const LISTS = 8

const lists = new Map<string, SoundCloudList>()
let signedIn: Promise<void> | null = null

// A song of a list that can't be had rejects where play-dl doesn't look.
process.on('unhandledRejection', () => {})

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const hello = await lines.next()
onlyByProxy(JSON.parse(hello.value ?? '') as Hello)
const play: PlayDl | null = await import('play-dl').catch(() => null)
say({ installed: play !== null })
for await (const line of { [Symbol.asyncIterator]: () => lines }) {
  const { id, ...question } = JSON.parse(line) as Asked
  if (play !== null) void answer(play, question).then((told) => say({ id, ...told }))
}
process.exit()

function say(message: Greeting | Reply): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

async function answer(library: PlayDl, question: Question): Promise<Answered | Failed> {
  try {
    return question.op === 'link'
      ? await atLink(library, question.url, question.start)
      : await found(library, question.words, question.limit)
  } catch (error) {
    return { failure: /\b404\b/.test(String(error)) ? 'nothing' : 'broken' }
  }
}

async function atLink(library: PlayDl, url: string, start: number): Promise<Answered> {
  if (/^https:\/\/www\.deezer\.com\//.test(url)) {
    const entries = deezerEntries(await library.deezer(url))
    const next = start + PAGE < entries.length ? start + PAGE : null
    return { entries: entries.slice(start, start + PAGE), total: entries.length, next }
  }
  await signIn(library)
  const known = lists.get(url) ?? (await library.soundcloud(url))
  if (known.type === 'track') {
    return { entries: [soundcloudEntry(known)], total: 1, next: null }
  }
  return await pageOf(known as SoundCloudList, url, start)
}

/** Of most songs a list has only the id. */
async function pageOf(list: SoundCloudList, url: string, start: number): Promise<Answered> {
  const [oldest] = lists.keys()
  if (lists.size >= LISTS && oldest !== undefined) lists.delete(oldest)
  lists.set(url, list)
  const tracks = list.tracks.slice(start, start + PAGE)
  const page = Object.assign(Object.create(Object.getPrototypeOf(list)), list, { tracks })
  await Promise.race([page.fetch(), Bun.sleep(SONGS_WITHIN_MS)])
  const whole = page.tracks.filter(({ fetched }: { fetched: boolean }) => fetched)
  const next = start + PAGE < list.tracks.length ? start + PAGE : null
  return { entries: whole.map(soundcloudEntry), total: list.tracks.length, next }
}

async function found(library: PlayDl, words: string, limit: number): Promise<Answered> {
  await signIn(library)
  const tracks = await library.search(words, { source: { soundcloud: 'tracks' }, limit })
  return { entries: tracks.slice(0, limit).map(soundcloudEntry), total: null, next: null }
}

/** SoundCloud wants an id that its own page has; without one, it's looked for again the next time. */
function signIn(library: PlayDl): Promise<void> {
  signedIn ??= library
    .getFreeClientID()
    .then((client_id) => library.setToken({ soundcloud: { client_id } }))
    .catch((error: unknown) => {
      signedIn = null
      throw error
    })
  return signedIn
}
