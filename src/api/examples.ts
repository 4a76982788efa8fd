import { channelId, guildId } from '../base/ids.ts'
import type {
  EnqueuedView,
  FoundView,
  ObeyedView,
  PlayerView,
  QueueView,
  TrackView,
} from '../fleet/view.ts'

/** What the document shows as answers. */
export const trackExample: TrackView = {
  id: '3b9f2f2e-7c1c-4d0c-9d0a-0f2f4c1d7a55',
  source: 'local',
  title: 'Gymnopédie No. 1',
  artist: 'Erik Satie',
  album: 'Trois Gymnopédies',
  durationMs: 195_000,
  live: false,
  pageUrl: null,
  requestedBy: '80351110224678912',
}

const playerExample: PlayerView = {
  guildId: guildId('197038439483310086'),
  channelId: channelId('197038439483310087'),
  current: {
    track: trackExample,
    positionMs: 42_000,
    durationMs: 195_000,
    title: null,
    started: true,
    waiting: null,
  },
  paused: false,
  volume: 100,
  filters: {},
  loop: 'off',
  autoplay: 'off',
  queueLength: 1,
}

export const filtersExample: PlayerView['filters'] = {
  timescale: { speed: 1.25, pitch: 1, rate: 1 },
}

export const queueExample: QueueView = { ...playerExample, offset: 0, tracks: [trackExample] }

export const obeyedExample: ObeyedView = { ...playerExample, track: trackExample }

export const enqueuedExample: EnqueuedView = {
  ...playerExample,
  queued: { track: trackExample, position: 1, count: 1, more: false, total: 1, outcome: 'queued' },
}

const { id: _, requestedBy: __, ...found } = trackExample

export const foundExample: FoundView = {
  tracks: [{ ...found, query: 'Erik Satie/Gymnopédie No. 1.flac' }],
  more: false,
  total: 1,
}
