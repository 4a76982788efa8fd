import { describe, expect, test } from 'bun:test'
import { SegueError } from '../../../src/base/error.ts'
import type { Notice } from '../../../src/domain/notice.ts'
import { idleState, type PlayerState } from '../../../src/domain/player/state.ts'
import { nowPlayingView } from '../../../src/gateway/views/card.ts'
import { noticeText } from '../../../src/gateway/views/notice.ts'
import { queueView } from '../../../src/gateway/views/queue.ts'
import { bodyOf, type View } from '../../../src/gateway/views/view.ts'
import { de } from '../../../src/gateway/words/de.ts'
import { en } from '../../../src/gateway/words/en.ts'
import { flatten } from '../../discord/people/message.ts'
import type { Component } from '../../discord/state/model.ts'
import { playing, track } from '../../domain/player/sample.ts'

/** Verbs that tell a person what to do next. */
const REMEDY =
  /\b(Allow|Copy|Join|Give me|Raise|Use|Try|Start|Add|Make|Play it|Pick|Check|Wait|Ask|See)\b/

for (const [code, sentence] of Object.entries(en.errors)) {
  test(`${code} is worded with its remedy and without internals`, () => {
    expect(sentence).toMatch(/^[A-Z].*\.$/s)
    expect(sentence).toMatch(/[.;,] |: /)
    expect(sentence).toMatch(REMEDY)
    expect(sentence).not.toMatch(/\b(Error|undefined|null|exception|stack)\b/)
  })
}

const hostile = track('x', { title: '@everyone **x**\n# y', artist: '<@1> `z`' })

test('a hostile title is harmless in every sentence that shows it', () => {
  const told: Notice[] = [
    { kind: 'playing', track: hostile, more: 2 },
    { kind: 'queued', track: hostile, position: 1, more: 0 },
    { kind: 'failed', track: hostile, code: 'gone', sounded: false },
    { kind: 'retrying', track: hostile, code: 'source-lost' },
    { kind: 'postponed', track: hostile, code: 'source-lost' },
    { kind: 'unreachable', track: hostile, code: 'source-lost', kept: 2 },
    { kind: 'waiting', track: hostile, reason: 'alone' },
    { kind: 'waiting', track: hostile, reason: 'muted' },
    { kind: 'waiting', track: hostile, reason: 'suppressed' },
    { kind: 'skipped', track: hostile, more: 0, next: hostile },
    { kind: 'sought', track: hostile, positionMs: 1 },
    {
      kind: 'joined',
      channelId: playing('a').state.voiceChannel?.channelId ?? never(),
      next: hostile,
    },
  ]
  for (const notice of told) {
    const sentence = noticeText(notice, en)
    expect(sentence).not.toMatch(/@everyone|<@1>|\n#/)
    expect(sentence).toContain('**\\<@\u200b1\\> \\`z\\` – @\u200beveryone \\*\\*x\\*\\* \\# y**')
  }
})

/** A view's text as it's posted. */
function read(view: View, words = en): string {
  const body = bodyOf(view(words))
  if ('content' in body) return body.content ?? ''
  return flatten((body.components ?? []) as readonly Component[])
    .flatMap(({ content }) => content ?? [])
    .join('\n')
}

const [a, b] = [track('a'), track('b')]
const WORDED: readonly [Notice, string][] = [
  [{ kind: 'playing', track: a, more: 0 }, 'Playing **a**'],
  [{ kind: 'playing', track: a, more: 1 }, 'Playing **a** and 1 more track'],
  [{ kind: 'playing', track: a, more: 2 }, 'Playing **a** and 2 more tracks'],
  [{ kind: 'skipped', track: a, more: 0, next: null }, 'Skipped **a**. The queue is empty.'],
  [{ kind: 'skipped', track: a, more: 0, next: b }, 'Skipped **a**. Next: **b**.'],
  [{ kind: 'skipped', track: a, more: 1, next: b }, 'Skipped **a** and 1 more track. Next: **b**.'],
  [{ kind: 'left-alone', minutes: 1, kept: 0 }, 'Nobody was listening for 1 minute, so I left.'],
  [
    { kind: 'left-alone', minutes: 5, kept: 2 },
    'Nobody was listening for 5 minutes, so I left. The queue is kept (2 tracks): use /join to bring me back.',
  ],
  [{ kind: 'voice-lost', code: 'voice-lost', kept: 0 }, en.errors['voice-lost']],
  [
    { kind: 'voice-lost', code: 'voice-lost', kept: 1 },
    `${en.errors['voice-lost']} The queue is kept (1 track).`,
  ],
]
for (const [notice, sentence] of WORDED) {
  test(`people read: ${sentence}`, () => {
    expect(noticeText(notice, en)).toBe(sentence)
  })
}

describe('the queue’s pages', () => {
  const names = Array.from({ length: 25 }, (_, index) => `t${index + 1}`).join(' ')

  test('each shows ten tracks with their numbers, the last one the rest', () => {
    const { state } = playing(`now ${names}`)
    const first = read(queueView(state, 1)).split('\n')
    expect(first[0]).toBe('Now: **now**')
    expect(first.slice(1, -1)).toHaveLength(10)
    expect(first.slice(1, 3)).toEqual(['`1` **t1** (3:00)', '`2` **t2** (3:00)'])
    expect(first.at(-1)).toBe('Page 1 of 3 · 25 queued · 1:15:00')
    expect(read(queueView(state, 3)).split('\n').slice(1, -1)).toHaveLength(5)
  })

  test('a queue that waits to be called is shown, and so is a track with nothing behind it', () => {
    const waiting = playing('a b').event({ kind: 'voice-lost', code: 'voice-lost' })
    expect(read(queueView(waiting.state, 1))).toStartWith('Nothing is playing.\n`1` **a**')
    expect(read(queueView(playing('a').state, 1))).toStartWith('Now: **a**\nPage 1 of 1 · 0 queued')
  })

  test('a page that is not there, and an empty queue, are told', () => {
    expect(() => queueView(playing('a b').state, 2)).toThrow(new SegueError('bad-index'))
    expect(() => queueView(playing('a b').state, 0)).toThrow(new SegueError('bad-index'))
    expect(() => queueView(idleState, 1)).toThrow(new SegueError('queue-empty'))
  })

  test('ten of the longest titles still fit into a message', () => {
    const long = { ...hostile, title: '*'.repeat(500), artist: '_'.repeat(500) }
    const state = { ...playing('a').state, upcoming: Array.from({ length: 10 }, () => long) }
    const page = read(queueView(state, 1))
    expect(page.length).toBeLessThanOrEqual(2000)
    expect(page).toContain('Page 1 of 1')
  })
})

describe('what plays now', () => {
  const at = (positionMs: number, fields: Partial<PlayerState> = {}, words = en) => {
    const { state } = playing('a').event({ kind: 'position', positionMs })
    return read(nowPlayingView({ ...state, ...fields }), words)
  }

  test('it shows the position, the length, who asked, volume and loop', () => {
    const shown = at(90_000, { loop: 'queue', volume: 80 })
    expect(shown).toContain('### **a**')
    expect(shown).toContain('1:30 / 3:00')
    expect(shown).toContain(`${'▬'.repeat(10)}●${'▬'.repeat(10)}`)
    expect(shown).toContain('volume 80% · loop queue')
  })

  test('in German it’s German, down to the percent sign', () => {
    const shown = at(90_000, { loop: 'queue', volume: 80 }, de)
    expect(shown).toContain('Gewünscht von <@30>')
    expect(shown).toContain('Lautstärke 80\u00a0% · Warteschlange wiederholen')
  })

  test('a position past the length, which was a guess then, stands without it', () => {
    expect(at(999_000)).toContain('\n16:39\n')
    expect(at(999_000)).not.toContain('▬')
  })

  test('without a known length it shows the position alone', () => {
    const { current } = playing('a').state
    for (const durationMs of [null, 0]) {
      const shown = at(0, { current: current && { ...current, durationMs } })
      expect(shown.split('\n')[2]).toBe('0:00')
    }
  })

  test('what a station says stands beside its name, and what it said before below', () => {
    const { current } = playing('a').state
    const said = { title: 'Two @everyone', link: null }
    const shown = at(0, { current: current && { ...current, said, saidBefore: ['*One*', 'Zero'] } })
    expect(shown).toContain('### **a** — Two @\u200beveryone\n')
    expect(shown).toEndWith('\nBefore: \\*One\\* · Zero')
  })

  test('silence is told', () => {
    expect(() => nowPlayingView(idleState)).toThrow(new SegueError('nothing-playing'))
  })
})

function never(): never {
  throw new Error('unreachable')
}
