import { afterAll, beforeAll, expect, test } from 'bun:test'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { until } from '../discord/until.ts'
import { PageSite } from './page-site.ts'

const QUARTER_MINUTE = fileURLToPath(
  new URL('../support/preload/quarter-minute.ts', import.meta.url),
)
const TRACKS = 8

/**
 * A page of eight tracks for yt-dlp. While the file `down` is there, names do not resolve; while `slow` is,
 * nothing is opened.
 */
const YTDLP = (folder: string) => `if '--flat-playlist' in sys.argv:
    entries = [{'_type': 'url', 'url': f'{page}/{n}', 'title': f'T{n}', 'duration': 1} for n in range(1, ${TRACKS + 1})]
    print(json.dumps({'_type': 'playlist', 'entries': entries})); sys.exit()
while os.path.exists('${folder}/slow'): time.sleep(0.05)
if os.path.exists('${folder}/down'):
    open('${folder}/tries', 'a').write('.')
    sys.exit('ERROR: [generic] Unable to download webpage: [Errno -3] Temporary failure in name resolution')
print(json.dumps({'title': 'T' + page.rsplit('/', 1)[-1], 'webpage_url': page, 'url': page.split('/page')[0] + '/Blip.wav', 'protocol': 'http'}))
`

let site: PageSite
beforeAll(async () => {
  site = await PageSite.start('Blip', YTDLP, {}, [QUARTER_MINUTE])
})
afterAll(() => site[Symbol.asyncDispose]())

test('names that do not resolve for some seconds cost no track of the queue', async () => {
  const room = await site.house.room({ announcements: 'lines' })
  await Bun.write(join(site.folder, 'down'), '')
  const asked = await room.types('/play', { query: site.page('page') })
  expect(asked).toContain(
    '**T1** can’t be played right now. I’ll keep trying; use /skip to skip it.',
  )
  expect(await room.types('/nowplaying')).toContain('**T1** can’t be played right now.')
  // Two seconds pass by themselves, then five, and at last fifteen.
  await failed(2)
  await passes(3)
  await failed(3)
  expect(Bun.file(join(site.folder, 'tries')).size).toBeGreaterThanOrEqual(3)
  expect(await room.types('/queue')).toContain(`${TRACKS - 1} queued`)
  await rm(join(site.folder, 'down'))
  await passes(4)
  await room.reads('last track')
  const played = room.read.filter((text) => text.startsWith('Playing'))
  const following = Array.from({ length: TRACKS - 1 }, (_, index) => `Playing **T${index + 2}**`)
  expect(played).toEqual([`Playing **T1** and ${TRACKS - 1} more tracks`, ...following])
  expect(room.read.filter((text) => text.includes('keep trying'))).toEqual([asked])
}, 120_000)

test('pause and volume do not wait until a slow source has opened, and hold from its first frame', async () => {
  const room = await site.house.room({ announcements: 'lines' })
  await Bun.write(join(site.folder, 'slow'), '')
  const asked = room.outcome('/play', { query: site.page('page') })
  await until(() => room.guild.botVoiceChannel !== null, 'the bot in the channel')
  const before = site.fetched
  expect(await room.types('/pause')).toBe('Paused **T1**.')
  expect(await room.types('/volume', { percent: 50 })).toContain('50')
  // Nothing is opened before this.
  await rm(join(site.folder, 'slow'))
  await until(() => site.fetched > before, 'the track to be read')
  expect(room.framesHeard).toBe(0)
  expect(await room.types('/resume')).toContain('**T1**')
  await room.hears('Blip')
  expect((await asked).text).toContain('**T1**')
  await room.types('/leave')
}, 60_000)

/** So often was the track opened in vain, and now waits to be tried again. */
function failed(times: number): Promise<void> {
  const said = () => site.house.logged('a step of a player failed').length
  return until(() => said() >= times, `try number ${times} to fail`, 60_000)
}

/**
 * The pause before the next try passes, once so many commands are answered, the room's /settings among them:
 * what is under way to Discord would time out, too.
 */
async function passes(commands: number): Promise<void> {
  const answered = () => site.house.logged('command answered').length
  await until(() => answered() >= commands, 'the answers to be there')
  process.kill(site.house.bot.pid, 'SIGUSR2')
}
