import { createHash } from 'node:crypto'
import type { AddressRules } from '../../base/address-rules.ts'
import type { Clock } from '../../base/clock.ts'
import { codeOf } from '../../base/error.ts'
import type { Cache } from '../../cache/cache.ts'
import type { Part } from '../../domain/media.ts'
import { SEGMENT_CATEGORIES } from '../../domain/schema/settings.ts'
import { MOST_SEGMENTS, type Segment } from '../../domain/segments.ts'
import type { FoundTrack } from '../../domain/track.ts'
import { addressPolicy } from '../../net/address-policy.ts'
import type { Log } from '../../observability/log.ts'
import { hostAndPort } from '../named-host.ts'
import { partIn } from '../part-locator.ts'
import { Service } from '../service.ts'
import type { Asking, SourceHealth } from '../source.ts'
import { videoIdOf } from './video-id.ts'

/** So much of a video's hash the service is told: hundreds of marked videos share that. */
const PREFIX_DIGITS = 4
/** Segments come and go; those of a new video come within hours. */
const KEPT_MS = 60 * 60_000
/** Nobody waits for it, and a track is soon past its intro. */
const LIMITS = { headMs: 5_000, wholeMs: 8_000, perServer: 4 }
/** A video whose length differs by more was changed since, or is another one. */
const SAME_VIDEO_S = 2
/** Videos of an answer that are looked through. */
const MOST_VIDEOS = 10_000

export interface SponsorBlockOptions {
  /** Base of a service that speaks SponsorBlock's protocol. */
  readonly url: string
  readonly addresses: Partial<AddressRules>
  readonly clock: Clock
  readonly cache: Cache | null
  readonly log: Log
}

/**
 * The parts of YouTube videos that people have marked, of a service that speaks SponsorBlock's protocol
 * (https://wiki.sponsor.ajay.app/w/API_Docs, "GET /api/skipSegments/:sha256HashPrefix"). It's told the
 * first digits of the hash of a video's id, which many videos share.
 */
export class SponsorBlock {
  readonly #options: SponsorBlockOptions
  readonly #service: Service

  constructor(options: SponsorBlockOptions) {
    this.#options = options
    const { url, addresses, clock } = options
    const policy = addressPolicy(addresses).naming(hostAndPort(url))
    this.#service = new Service({ name: new URL(url).host, policy, clock, limits: LIMITS })
  }

  /** Of all categories, in any order; none where nobody has marked any. Never rejects. */
  async segmentsOf(track: FoundTrack, { server, signal }: Asking): Promise<readonly Segment[]> {
    const videoId = videoIdOf(track)
    if (videoId === null) return []
    const { part = null } = partIn(track.locator).part
    try {
      const marks = await this.#marksOf(videoId, server, signal)
      return part === null ? inVideo(marks, track.durationMs) : inPart(inVideo(marks, null), part)
    } catch (error) {
      if (!signal.aborted)
        this.#options.log.info('no segments to leave out', { code: codeOf(error) })
      return []
    }
  }

  health(): SourceHealth {
    return this.#service.health()
  }

  /** The answer has other videos' segments, too: only those of this one are remembered. */
  async #marksOf(videoId: string, server: string, signal: AbortSignal): Promise<readonly Mark[]> {
    const { cache, url } = this.#options
    const key = `sponsorblock:${videoId}`
    const kept = await cache?.get(key)
    if (kept != null) return marksIn(parsed(kept))
    const prefix = createHash('sha256').update(videoId).digest('hex').slice(0, PREFIX_DIGITS)
    const query = new URLSearchParams({
      categories: JSON.stringify(SEGMENT_CATEGORIES),
      actionTypes: JSON.stringify(['skip']),
    })
    const asked = { url: `${url}/api/skipSegments/${prefix}?${query}`, server }
    const answer = await this.#service.json(asked, signal)
    const videos: unknown[] = Array.isArray(answer) ? answer.slice(0, MOST_VIDEOS) : []
    const marks = marksIn(videos.flatMap((video) => ownOf(video, videoId)))
    await cache?.set(key, JSON.stringify(marks), KEPT_MS)
    return marks
  }
}

/** A segment as the service tells it; times in seconds. */
interface Mark {
  readonly category: Segment['category']
  readonly segment: readonly [number, number]
  /** Of the video when that was marked; 0: not known. */
  readonly videoDuration: number
}

function parsed(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

function ownOf(video: unknown, videoId: string): unknown[] {
  const { videoID, segments } = fieldsOf(video)
  return videoID === videoId && Array.isArray(segments) ? segments : []
}

function marksIn(values: readonly unknown[]): Mark[] {
  return values.slice(0, MOST_SEGMENTS).flatMap((value): Mark[] => {
    const { category: named, segment, actionType = 'skip', videoDuration } = fieldsOf(value)
    const category = SEGMENT_CATEGORIES.find((known) => known === named)
    const [from, to]: unknown[] = Array.isArray(segment) ? segment : []
    const isSound = isTime(from) && isTime(to) && from < to
    if (category === undefined || !isSound || actionType !== 'skip') return []
    return [
      { category, segment: [from, to], videoDuration: isTime(videoDuration) ? videoDuration : 0 },
    ]
  })
}

function inVideo(marks: readonly Mark[], durationMs: number | null): Segment[] {
  const isOfThis = ({ videoDuration }: Mark) =>
    videoDuration === 0 ||
    durationMs === null ||
    Math.abs(videoDuration - durationMs / 1_000) <= SAME_VIDEO_S
  return marks.filter(isOfThis).map(({ category, segment: [from, to] }) => ({
    ...{ category, startMs: Math.round(from * 1_000), endMs: Math.round(to * 1_000) },
  }))
}

/** As they lie in a part of the video. */
function inPart(segments: readonly Segment[], { startMs, endMs }: Part): Segment[] {
  return segments
    .filter((one) => one.endMs > startMs && (endMs === null || one.startMs < endMs))
    .map((one) => ({
      ...one,
      startMs: Math.max(0, one.startMs - startMs),
      endMs: one.endMs - startMs,
    }))
}

const DAY_S = 24 * 60 * 60

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= DAY_S

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
