import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { customId } from '../../src/gateway/views/custom-id.ts'
import type { Message } from '../discord/local-discord.ts'
import { until } from '../discord/until.ts'
import { markedWav } from '../support/marked-tones.ts'
import { hashOf, SponsorBlockServer } from '../support/sponsorblock-server.ts'
import { endInOrder, House } from './house.ts'
import type { Room } from './room.ts'

setDefaultTimeout(120_000)

const SECONDS = 14
const TONES = { First: 500, Second: 900 } as const
const FIRST = 'aaaaaaaaaaa'
const SECOND = 'bbbbbbbbbbb'
const THIRD = 'ccccccccccc'
const FOURTH = 'ddddddddddd'
const MATCHED = 'eeeeeeeeeee'
const MATCHED_NEXT = 'fffffffffff'
/** What's searched for, by video. */
const VIDEOS = {
  ...{ [FIRST]: 'opener', [SECOND]: 'closer', [THIRD]: 'another', [FOURTH]: 'fourth' },
  ...{ [MATCHED]: 'Row One', [MATCHED_NEXT]: 'Row Two' },
}
const MANAGE_SERVER = 1n << 5n

/** A site whose search finds two videos. */
const SITE = (folder: string) => `#!/usr/bin/env python3
import json, sys
if '--version' in sys.argv: print('2026.01.01'); sys.exit()
id = next(id for id, words in ${JSON.stringify(VIDEOS)}.items() if id in sys.argv[-1] or words in sys.argv[-1])
name = 'First' if id in ('${FIRST}', '${MATCHED}') else 'Second'
title = {'${MATCHED}': 'Row One', '${MATCHED_NEXT}': 'Row Two'}.get(id, name)
video = {'title': title, 'channel': 'Ann', 'duration': ${SECONDS}, 'webpage_url': 'https://www.youtube.com/watch?v=' + id,
  'url': open('${folder}/web').read() + name + '.wav', 'protocol': 'http'}
print(json.dumps({'entries': [video]} if 'ytsearch' in sys.argv[-1] else video))
`

const parts = new SponsorBlockServer()
let house: House
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-segments-'))
  await writeFile(join(folder, 'yt-dlp'), SITE(folder), { mode: 0o755 })
  const files = Object.fromEntries(
    Object.entries(TONES).map(([name, hz]) => [`${name}.wav`, markedWav(hz, SECONDS)]),
  )
  house = await House.start(
    { YTDLP_PATH: join(folder, 'yt-dlp'), SPONSORBLOCK_URL: parts.url },
    { files },
  )
  const silent = hashOf(THIRD).slice(0, 4)
  parts.instead = ({ url }) =>
    url.includes(`/${silent}?`) ? new Promise<Response>(() => {}) : null
  await writeFile(join(folder, 'web'), `http://127.0.0.1:${house.web.port}/`)
})
afterAll(async () => {
  await endInOrder(house)
  parts[Symbol.dispose]()
  await rm(folder, { recursive: true })
})

/** Positions of that track that alice has heard, in seconds, in order. */
function heardOf(room: Room, toneHz: number): number[] {
  const positions: number[] = []
  for (let upTo = 20; upTo <= room.framesHeard; upTo += 5) {
    const heard = room.heard(upTo)
    if (Math.abs(heard.toneHz - toneHz) < 10) positions.push(heard.positionS)
  }
  return positions
}

/** Of stretches of a fifth of a second: they may lie across a jump's two sides. */
const NEAR_S = 0.35
const inside = (positions: readonly number[], from: number, to: number) =>
  positions.filter((at) => at > from + NEAR_S && at < to - NEAR_S)

test.concurrent('what a server leaves out of videos is not heard: at the start, in the middle, and at the end', async () => {
  parts.marked.set(FIRST, [
    { category: 'sponsor', segment: [3, 7], videoDuration: SECONDS },
    { category: 'selfpromo', segment: [8, 9] },
    { category: 'outro', segment: [11, SECONDS] },
  ])
  parts.marked.set(SECOND, [{ category: 'intro', segment: [0, 6] }])
  const room = await house.room({ announcements: 'lines' })
  const staff = room.guild.createMember('staff')
  room.guild.giveRole(staff, room.guild.createRole('staff', MANAGE_SERVER))
  await room.types('/settings', { 'leave-out': 'sponsor' }, { by: staff })
  const panel = await room.outcome('/settings', {}, { by: staff })
  expect(panel.text).toContain('I leave out of YouTube videos: sponsors, if this bot’s host')
  const now = () => panel.response as Message
  await (await staff.selects(now(), customId('setting', '0'), 'skippedSegments')).settled()
  await (
    await staff.selects(now(), customId('set', 'skippedSegments'), 'sponsor', 'intro', 'outro')
  ).settled()
  expect(panel.text).toContain('sponsors, intros, and closing credits, if')

  expect(await room.types('/play', VIDEOS[FIRST])).toBe('Playing **Ann – First**')
  await room.types('/play', VIDEOS[SECOND])
  await room.reads('SponsorBlock')
  await room.reads('Playing **Ann – Second**')
  await until(() => heardOf(room, TONES.Second).some((at) => at > 8), 'the second video')
  const first = heardOf(room, TONES.First)
  expect(inside(first, 3, 7)).toEqual([])
  expect(inside(first, 11, SECONDS)).toEqual([])
  for (const [from, to] of [
    [0, 3],
    [7, 11],
  ] as const) {
    expect(inside(first, from, to).length).toBeGreaterThan((to - from) * 5)
  }
  expect(inside(heardOf(room, TONES.Second), 0, 6)).toEqual([])
  await room.reads('**Ann – Second** that SponsorBlock lists as intros.')
  expect(room.readHere.filter((text) => text.includes('SponsorBlock'))).toEqual([
    'I leave out parts of **Ann – First** that SponsorBlock lists as sponsors.',
    'I leave out parts of **Ann – Second** that SponsorBlock lists as intros.',
  ])
})

test.concurrent('rows of a table, which are found at their turn, play without what a server leaves out', async () => {
  parts.marked.set(MATCHED, [{ category: 'sponsor', segment: [4, 9], videoDuration: SECONDS }])
  parts.marked.set(MATCHED_NEXT, [{ category: 'sponsor', segment: [3, 8] }])
  const room = await house.room({ announcements: 'lines' })
  const staff = room.guild.createMember('staff')
  room.guild.giveRole(staff, room.guild.createRole('staff', MANAGE_SERVER))
  await room.types('/settings', { 'leave-out': 'sponsor' }, { by: staff })
  const rows = ['Track Name,Artist Name(s),Duration (ms)', 'Row One,Ann,14000', 'Row Two,Ann,14000']
  const file = { name: 'rows.csv', bytes: new TextEncoder().encode(rows.join('\n')) }
  await room.types('/playlist import', { name: 'Rows' }, { file })
  await room.outcome('/playlist play', 'Rows')
  await room.reads('I leave out parts of **Ann – Row One** that SponsorBlock lists as sponsors.')
  await room.reads('I leave out parts of **Ann – Row Two** that SponsorBlock lists as sponsors.')
  const isOver = () => room.readHere.includes('That was the last track in the queue.')
  await until(isOver, 'the end of the second')
  expect(inside(heardOf(room, TONES.First), 4, 9)).toEqual([])
  expect(inside(heardOf(room, TONES.First), 0, 4).length).toBeGreaterThan(15)
  expect(inside(heardOf(room, TONES.Second), 3, 8)).toEqual([])
  expect(inside(heardOf(room, TONES.Second), 8, SECONDS).length).toBeGreaterThan(20)
})

test.concurrent('a member who seeks into it hears it; the card says what was left out, and where the track is', async () => {
  parts.marked.set(FOURTH, [{ category: 'sponsor', segment: [2, 8] }])
  const room = await house.room()
  const staff = room.guild.createMember('staff')
  room.guild.giveRole(staff, room.guild.createRole('staff', MANAGE_SERVER))
  await room.types('/settings', { 'leave-out': 'sponsor' }, { by: staff })
  await room.types('/play', VIDEOS[FOURTH])
  await until(
    () => room.cards.some(({ text }) => text.includes('Left out: sponsors, 0:02–0:08')),
    'the card',
  )
  expect(await room.types('/nowplaying')).toMatch(/ 0:(08|09|10|11) \/ 0:14/)
  await room.types('/seek', '0:04')
  const from = room.framesHeard
  await until(() => room.framesHeard > from + 75, 'a second and a half of it')
  expect(inside(heardOf(room, TONES.Second), 2, 8).length).toBeGreaterThan(5)
})

test.concurrent('where the service is away, videos play whole, and at once', async () => {
  const room = await house.room({ announcements: 'lines' })
  const staff = room.guild.createMember('staff')
  room.guild.giveRole(staff, room.guild.createRole('staff', MANAGE_SERVER))
  await room.types('/settings', { 'leave-out': 'sponsor' }, { by: staff })
  expect(await room.types('/play', VIDEOS[THIRD])).toBe('Playing **Ann – Second**')
  await until(() => heardOf(room, TONES.Second).some((at) => at > 3), 'three seconds of it')
  expect(inside(heardOf(room, TONES.Second), 0, 3).length).toBeGreaterThan(10)
})
