import {
  type APIComponentInContainer,
  type APIMessageTopLevelComponent,
  type APITextDisplayComponent,
  type APIThumbnailComponent,
  ComponentType,
} from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { chapterAt } from '../../domain/chapters.ts'
import { areSame, whatIsOn } from '../../domain/filters.ts'
import { autoplayOf, type Current, type PlayerState } from '../../domain/player/state.ts'
import { waitOf } from '../../domain/player/waiting.ts'
import { pictureIn } from '../../domain/said-picture.ts'
import { noFilters } from '../../domain/sound.ts'
import type { Track } from '../../domain/track.ts'
import { formatTime } from '../words/time.ts'
import type { Words } from '../words/words.ts'
import { controlRows, ownRow } from './card-controls.ts'
import { escapeText, linkedTitleOf, saidTextOf, titleOf } from './title.ts'
import { originOf, progressOf } from './track-state.ts'
import type { LayoutView, View } from './view.ts'

/** The colour of the card's edge: while it sounds, while it doesn't, and when it's over. */
const COLOURS = { sounding: 0x5865f2, waiting: 0xf0b232, over: 0x80848e } as const

/** The now-playing card: what plays, and all that people do with it. `artworkUrl`: its picture. */
export const cardView =
  (state: PlayerState, current: Current, artworkUrl: string | null): LayoutView =>
  (words) =>
    container(colourOf(state), [
      ...besides(artworkUrl, [
        text(headOf(current, words)),
        text(stateLines(state, current, words)),
      ]),
      { type: ComponentType.Separator },
      ...controlRows(state, current, words.queue),
    ])

/**
 * The card as an answer, which stays as it is: without the buttons that change what plays, since those on the
 * card itself show what they did. Throws 'nothing-playing'.
 */
export function nowPlayingView(state: PlayerState): LayoutView {
  const { current } = state
  if (current === null) throw new SegueError('nothing-playing')
  const { track, said, saidBefore } = current
  return (words) => {
    const before =
      saidBefore.length === 0 ? [] : [text(words.nowPlaying.before(saidBefore.map(saidTextOf)))]
    const lines = [text(headOf(current, words)), text(stateLines(state, current, words)), ...before]
    return container(colourOf(state), [
      ...besides(pictureIn(said) ?? track.artworkUrl ?? null, lines),
      ownRow(current),
    ])
  }
}

/** The card once playing has ended; `last` is what was played then. */
export const overView =
  (last: Track | null): LayoutView =>
  ({ card }) => {
    const lines = last === null ? [card.over] : [card.over, `-# ${card.last(titleOf(last))}`]
    return container(COLOURS.over, [text(lines.join('\n'))])
  }

/** A card that another one has replaced. */
export const movedView: View = ({ card }) => ({
  ...container(COLOURS.over, [text(card.moved)]),
  attached: null,
})

/** For whoever commands where the bot may post nothing by itself. */
export const silentView: View = ({ card }) => ({ content: card.silent })

/** Whether people hear it now. */
export function isSounding(state: PlayerState, current: Current): boolean {
  return current.started && !isHeldUp(state)
}

const colourOf = (state: PlayerState): number =>
  isHeldUp(state) ? COLOURS.waiting : COLOURS.sounding

const isHeldUp = (state: PlayerState): boolean => state.paused || waitOf(state) !== null

function headOf({ track, said }: Current, { nowPlaying }: Words): string {
  const title = said === null ? '' : ` — ${saidTextOf(said.title)}`
  return `### ${linkedTitleOf(track)}${title}\n${originOf(track, nowPlaying)}`
}

function stateLines(state: PlayerState, current: Current, words: Words): string {
  const { nowPlaying, queue, card } = words
  const { loop, volume, filters, upcoming } = state
  const about = [
    nowPlaying.volume(volume),
    ...(loop === 'off' ? [] : [queue.loop(loop)]),
    ...(autoplayOf(state) === 'off' ? [] : [card.autoplay]),
    ...(upcoming.length === 0 ? [] : [card.queued(upcoming.length)]),
  ]
  const lines = [...conditionOf(state, current, words), `-# ${about.join(' · ')}`]
  if (!areSame(filters, noFilters)) lines.push(`-# ${words.filters.say(whatIsOn(filters))}`)
  return [...lines, ...chapterOf(current, words), ...leftOutOf(current, words)].join('\n')
}

function chapterOf({ track, positionMs }: Current, { card }: Words): string[] {
  const chapter = chapterAt(track, positionMs)
  return chapter === null ? [] : [`-# ${card.chapter(escapeText(chapter.title))}`]
}

/** What was left out last. */
function leftOutOf({ skips }: Current, { card }: Words): string[] {
  if (skips.last === null) return []
  const { categories, startMs, endMs } = skips.last
  return [`-# ${card.leftOut(categories, formatTime(startMs), formatTime(endMs))}`]
}

/** Where the track is, also while it's being opened, which is over in a moment; or why it doesn't sound. */
function conditionOf(state: PlayerState, current: Current, words: Words): string[] {
  const { nowPlaying, queue, card } = words
  // A stream without an end has no bar, and a clock alone is no reason to edit the card.
  const progress = current.track.live ? queue.live : progressOf(current, nowPlaying)
  if (state.paused) return [`${progress} · ${card.paused}`]
  const wait = waitOf(state)
  if (wait !== null) return [nowPlaying.waiting[wait](titleOf(current.track))]
  return [progress]
}

function container(colour: number, components: APIComponentInContainer[]) {
  const layout: APIMessageTopLevelComponent[] = [
    { type: ComponentType.Container, accent_color: colour, components },
  ]
  return { layout }
}

/** The texts with a picture at their side, if there is one. */
function besides(url: string | null, components: APITextDisplayComponent[]) {
  if (url === null) return components
  const accessory: APIThumbnailComponent = { type: ComponentType.Thumbnail, media: { url } }
  return [{ type: ComponentType.Section as const, components, accessory }]
}

const text = (content: string): APITextDisplayComponent => ({
  type: ComponentType.TextDisplay,
  content,
})
