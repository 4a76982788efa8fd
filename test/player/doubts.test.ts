import { expect, test } from 'bun:test'
import { guildId, type TrackId } from '../../src/base/ids.ts'
import type { Notice } from '../../src/domain/notice.ts'
import type { Track } from '../../src/domain/track.ts'
import { Doubts } from '../../src/player/doubts.ts'
import { foundTrack, track } from '../domain/player/sample.ts'

const server = guildId('1')
const fit = (sure: boolean) => ({ track: foundTrack('match'), score: 0.5, sure })

function doubting() {
  const told: Notice[] = []
  const doubts = new Doubts((_, notice) => told.push(notice))
  const starts = (one: Track) =>
    doubts.take({
      ...{ guildId: server, number: 1, at: new Date(0) },
      event: { kind: 'track_start', track: one, positionMs: 0, durationMs: null },
    })
  return { doubts, told, starts }
}

test('people are told of a doubtful match when it sounds, once, however often it’s opened', () => {
  const { doubts, told, starts } = doubting()
  const one = track('one')
  doubts.note(one, fit(false))
  expect(told).toEqual([])
  for (let round = 0; round < 3; round++) {
    starts(one)
    doubts.note(one, fit(false))
  }
  expect(told).toEqual([{ kind: 'doubtful', track: one, other: { title: 'match', artist: null } }])
})

test('nothing is told of a sure match, or of a track that nobody noted', () => {
  const { doubts, told, starts } = doubting()
  doubts.note(track('sure'), fit(true))
  starts(track('sure'))
  starts(track('other'))
  expect(told).toEqual([])
})

test('of thousands of tracks that never play the oldest are forgotten', () => {
  const { doubts, told, starts } = doubting()
  const all = Array.from({ length: 3_000 }, (_, n) => track('x', { id: `t${n}` as TrackId }))
  for (const one of all) doubts.note(one, fit(false))
  for (const one of all) starts(one)
  expect(told).toHaveLength(1_000)
})
