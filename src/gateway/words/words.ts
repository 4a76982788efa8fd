import type { ErrorCode } from '../../base/error.ts'
import type { AutoplayMode, Relation } from '../../domain/autoplay.ts'
import type { Notice } from '../../domain/notice.ts'
import type { LoopMode } from '../../domain/player/state.ts'
import type { Wait } from '../../domain/player/waiting.ts'
import type { Erasable, KeptThing } from '../../domain/privacy.ts'
import type { SegmentCategory } from '../../domain/segments.ts'
import type { GuildSettings, SettingName } from '../../domain/settings.ts'
import type { Track } from '../../domain/track.ts'
import type { ChapterWords } from './chapters.ts'
import type {
  CommandText,
  OptionText,
  WithChoices,
  WithOptions,
  WithSubcommands,
} from './command-text.ts'
import type { FilterCommandWords, FilterWords } from './filters.ts'
import type { FindingCommandWords, FindingWords, MenuWords } from './finding.ts'
import type { LyricsWords } from './lyrics.ts'
import type { FavoritesCommandWords, PlaylistCommandWords, PlaylistWords } from './playlists.ts'
import type { ScrobbleCommandWords, ScrobbleWords } from './scrobbles.ts'
import type { Title } from './title.ts'

/** A notice as words get it: tracks are titles. */
export type Told<Kind extends Notice['kind']> = Titled<Extract<Notice, { kind: Kind }>>

type Titled<N> = {
  readonly [Field in keyof N]: N[Field] extends Pick<Track, 'title' | 'artist'>
    ? Title
    : N[Field] extends Track | null
      ? Title | null
      : N[Field]
}

/**
 * All that members read in one language. Each sentence is written whole there, and a language that
 * lacks one doesn't compile. Titles come in safe; other arguments are numbers, times and mentions.
 */
export interface Words {
  /** Discord's codes of the locales that read this ("Reference", section "Locales"). */
  readonly locales: readonly string[]
  readonly notices: NoticeWords
  /** What's wrong and what to do about it. */
  readonly errors: Readonly<Record<ErrorCode, string>>
  readonly queue: QueueWords
  readonly list: ListWords
  readonly nowPlaying: NowPlayingWords
  readonly card: CardWords
  readonly buttons: ButtonWords
  readonly requests: RequestWords
  readonly remarks: RemarkWords
  readonly past: PastWords
  readonly filters: FilterWords
  readonly settings: SettingsWords
  readonly owner: OwnerWords
  readonly lyrics: LyricsWords
  readonly playlists: PlaylistWords
  readonly finding: FindingWords
  readonly menus: MenuWords
  readonly privacy: PrivacyWords
  readonly scrobbles: ScrobbleWords
  readonly chapters: ChapterWords
  readonly commands: CommandWords
}

/** What happened, for the channel or for the one who asked. */
export type NoticeWords = {
  readonly [Kind in Notice['kind']]: (told: Told<Kind>) => string
}

export interface QueueWords {
  readonly silence: string
  now(title: Title): string
  page(page: number, pages: number): string
  /** How many tracks follow. */
  queued(count: number): string
  /** How long they take, of which some have no known length; `time` is like 1:02:03. */
  moreThan(time: string): string
  /** Of a track without an end. */
  readonly live: string
  loop(mode: Exclude<LoopMode, 'off'>): string
  /** In an empty menu of tracks, of which the one that's chosen plays. At most 150 characters. */
  readonly pick: string
  /** The same where it's removed. */
  readonly drop: string
}

/** On what has played, and on what the bot can do. */
export interface PastWords {
  /** Above a list. */
  readonly played: string
  /** A track was sent to whoever asked. */
  readonly sent: string
  /** How to see another page of the help. */
  readonly more: string
}

/** On tracks that were queued together. */
export interface RemarkWords {
  /** So many were left out, by the server's rules of length, duplicates and number. */
  left(count: number): string
  /** So many were in the queue already. */
  twice(count: number): string
}

/** Of a list whose tracks arrive one after another; `count` of them are queued. */
export interface ListWords {
  /** More follow; `total`: of how many; null: that isn't known. */
  adding(count: number, total: number | null): string
  /** All are there. */
  added(count: number): string
  /** Somebody stopped it. */
  ended(count: number): string
  /** The others didn't come; why, and what to do. */
  failed(count: number, code: ErrorCode): string
}

export interface NowPlayingWords {
  /** Why the track doesn't sound. */
  readonly waiting: { readonly [Reason in Wait]: (title: Title) => string }
  /** Of a track without an end that has sounded for `time`, like 1:02:03. */
  live(time: string): string
  /** What a station played before, the latest first. */
  before(titles: readonly string[]): string
  requestedBy(mention: string): string
  /** Of a track that autoplay chose, since it's related to another one that way. */
  chosen(by: Relation, title: Title): string
  volume(percent: number): string
}

/** The now-playing card. */
export interface CardWords {
  /** Stands behind the track's position. */
  readonly paused: string
  /** How many tracks follow. */
  queued(count: number): string
  /** Says that music goes on when the queue is empty. */
  readonly autoplay: string
  /** What the card says once playing has ended. */
  readonly over: string
  last(title: Title): string
  /** Of a part of the track that was left out, and of what kind it was; times are like 1:02. */
  leftOut(categories: readonly SegmentCategory[], from: string, to: string): string
  /** The chapter that plays. */
  chapter(title: string): string
  /** What an older card says, since the newest one shows what plays. */
  readonly moved: string
  /** In a channel where the bot may post nothing by itself. */
  readonly silent: string
}

/** At most 80 characters each. */
export interface ButtonWords {
  readonly pause: string
  readonly resume: string
  /** To ask for a track; at most 45 characters, since it's also the title of the form. */
  readonly request: string
}

/** On what's written in a request channel. */
export interface RequestWords {
  /** Stands in the channel, below the sentence on the button. */
  readonly typeHere: string
  /** What's typed in the channel is a request. */
  readonly typed: string
  /** It isn't, and what it would take. */
  readonly untyped: string
}

/** What the owners of the bot read. */
export interface OwnerWords {
  announced(channels: number): string
  servers(count: number): string
  /** `name` comes in safe. */
  left(name: string): string
  reloaded(version: string): string
  readonly doesntRun: string
  /** Above how each source of music is. */
  readonly sources: string
  /** Behind a source's name. */
  readonly sourceStates: Readonly<Record<'ok' | 'failing' | 'off' | 'missing', string>>
}

/** What a server has set, and the panel in which it's changed. */
export interface SettingsWords {
  readonly title: string
  /** Above the fields to choose from. */
  readonly choose: string
  readonly fields: { readonly [Name in SettingName]: SettingWords<GuildSettings[Name]> }
  readonly on: string
  readonly off: string
  readonly reset: string
  readonly resetAsk: string
  /** On the button that resets nothing. */
  readonly keep: string
  /** On the button that shows who changed what. */
  readonly log: string
  readonly logNone: string
  /** Who made a change with that key of the HTTP API. */
  aKey(id: string): string
}

export interface SettingWords<Value> {
  /** At most 45 characters. */
  readonly label: string
  /** What holds with this value. */
  say(value: Value): string
}

/** What's kept of people, and how it's deleted. */
export interface PrivacyWords {
  readonly title: string
  /** Items of a list; `days`: for how long that's kept, where time deletes it. */
  readonly kept: { readonly [Thing in KeptThing]: (days: number) => string }
  /** What the bot can't delete. */
  readonly beyond: string
  /** What becomes of it when the bot leaves. */
  left(days: number): string
  /** Who can delete what, and how. */
  readonly how: string
  /** Before somebody deletes that: what it means. */
  readonly ask: Readonly<Record<Erasable, string>>
  /** On the button that does it. */
  readonly erase: Readonly<Record<Erasable, string>>
  readonly erased: Readonly<Record<Erasable, string>>
  /** On the button that deletes nothing. */
  readonly keep: string
  readonly unchanged: string
}

/** Commands as people see them in the list of a client, by their registered names. */
export interface CommandWords extends FindingCommandWords, FilterCommandWords {
  readonly pause: CommandText
  readonly resume: CommandText
  readonly stop: CommandText
  readonly skip: WithOptions<Record<'count', OptionText>>
  readonly autoplay: WithOptions<{ readonly mode: WithChoices<AutoplayMode> }>
  readonly previous: CommandText
  readonly replay: CommandText
  readonly jump: WithOptions<Record<'position', OptionText>>
  readonly wrong: WithOptions<Record<'position', OptionText>>
  readonly voteskip: CommandText
  readonly dj: WithOptions<Record<'member', OptionText>>
  readonly seek: WithOptions<Record<'position', OptionText>>
  readonly volume: WithOptions<Record<'percent', OptionText>>
  readonly loop: WithOptions<{ readonly mode: WithChoices<LoopMode> }>
  readonly queue: WithOptions<Record<'page', OptionText>>
  readonly lyrics: WithOptions<Record<'query', OptionText>>
  readonly nowplaying: CommandText
  readonly remove: WithOptions<Record<'position' | 'by' | 'duplicates' | 'absent', OptionText>>
  readonly move: WithOptions<Record<'from' | 'to', OptionText>>
  readonly swap: WithOptions<Record<'first' | 'second', OptionText>>
  readonly undo: CommandText
  readonly history: WithOptions<Record<'page', OptionText>>
  readonly grab: CommandText
  readonly help: WithOptions<Record<'page', OptionText>>
  readonly shuffle: CommandText
  readonly clear: CommandText
  readonly join: CommandText
  readonly leave: CommandText
  readonly playlist: PlaylistCommandWords
  readonly favorites: FavoritesCommandWords
  readonly scrobble: ScrobbleCommandWords
  readonly chapters: CommandText
  readonly privacy: WithOptions<{ readonly delete: WithChoices<Erasable> }>
  readonly settings: WithOptions<SettingOptions>
  readonly owner: WithSubcommands<{
    readonly announce: WithOptions<Record<'text', OptionText>>
    readonly servers: CommandText
    readonly leave: WithOptions<Record<'server', OptionText>>
    readonly reload: CommandText
    readonly sources: CommandText
  }>
}

/** The options of `/settings`, a field each, which also describe the fields in the panel. */
interface SettingOptions
  extends Record<
    | 'volume'
    | 'leave-after'
    | 'home'
    | 'request-channel'
    | 'voice-status'
    | 'text-channels'
    | 'voice-channels'
    | 'blocked-words'
    | 'allowed-sources'
    | 'blocked-sources'
    | 'library'
    | 'fair-order'
    | 'max-minutes'
    | 'max-per-member'
    | 'max-queue'
    | 'dj-role'
    | 'vote-skip',
    OptionText
  > {
  readonly autoplay: WithChoices<AutoplayMode>
  readonly announcements: WithChoices<GuildSettings['announcements']>
  readonly language: WithChoices<GuildSettings['language']>
  readonly duplicates: WithChoices<GuildSettings['duplicates']>
  readonly 'leave-out': WithChoices<SegmentCategory>
  readonly 'dj-only': WithChoices<GuildSettings['djOnly']>
}

/** A command's registered name. */
export type CommandName = keyof CommandWords
