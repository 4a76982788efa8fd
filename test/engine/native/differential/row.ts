import type { ErrorCode } from '../../../../src/base/error.ts'
import type { Alteration } from './alterations.ts'
import type { Limits } from './limits.ts'
import type { Layout } from './signal.ts'

/** A file of the matrix, and what is right for it. */
export interface Row {
  readonly codec: string
  /** File extension, which tells FFmpeg the container. */
  readonly extension: string
  readonly layout: Layout
  readonly rateHz: number
  /** FFmpeg's further inputs; what is mapped from them stands in `args`. */
  readonly inputs: readonly string[]
  /** FFmpeg's options of the output, but for the codec. */
  readonly args: readonly string[]
  /** Written to a pipe: nothing can be filled in afterwards. */
  readonly piped: boolean
  readonly alteration: Alteration | null
  /** The decoder that should take it. */
  readonly decoder: 'native' | 'ffmpeg'
  /** What FFmpeg decodes for comparison; 'twice' is the unaltered file's sound twice. */
  readonly reference: 'itself' | 'unaltered' | 'twice'
  readonly limits: Partial<Limits>
  /** The length in ms that the file states, where it isn't that of `reference`. */
  readonly statedMs: number | null
  /** Whether the length must be known as a stated one; else it may be. */
  readonly states: boolean
  /** How the track ends, but for its end. */
  readonly failure: ErrorCode | null
  /** Why what is right isn't what FFmpeg decodes, within the usual limits. */
  readonly because: string | null
  /** What is known to be wrong. The row must fail as long as it stands here. */
  readonly fault: string | null
}

/** What a row has that isn't the usual. */
export type Oddity = Partial<Row>

export function row(codec: string, extension: string, ...oddities: readonly Oddity[]): Row {
  const usual: Row = {
    codec,
    extension,
    layout: 'stereo',
    rateHz: 44_100,
    inputs: [],
    args: [],
    piped: false,
    alteration: null,
    decoder: 'native',
    reference: 'itself',
    limits: {},
    statedMs: null,
    states: false,
    failure: null,
    because: null,
    fault: null,
  }
  let made = usual
  for (const oddity of oddities) {
    made = {
      ...made,
      ...oddity,
      inputs: [...made.inputs, ...(oddity.inputs ?? [])],
      args: [...made.args, ...(oddity.args ?? [])],
      limits: { ...made.limits, ...oddity.limits },
    }
  }
  return made
}

/** Tells a row from all others. */
export function nameOf(row: Row): string {
  const parts = [
    `${row.codec} in ${row.extension}`,
    row.layout,
    `${row.rateHz} Hz`,
    ...(row.inputs.length > 0 ? [`with ${row.inputs.join(' ')}`] : []),
    row.args.join(' '),
    row.piped ? 'piped' : '',
    row.alteration ?? '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** A row for every combination of one oddity of each list. */
export function of(
  codec: string,
  extension: string,
  ...lists: readonly (readonly Oddity[])[]
): Row[] {
  const combined = lists.reduce<Oddity[][]>(
    (made, list) => made.flatMap((before) => list.map((one) => [...before, one])),
    [[]],
  )
  return combined.map((oddities) => row(codec, extension, ...oddities))
}

export const args = (...lists: readonly string[]): Oddity[] =>
  lists.map((list) => ({ args: list === '' ? [] : list.split(' ') }))
export const layouts = (...names: readonly Layout[]): Oddity[] =>
  names.map((layout) => ({ layout }))
export const rates = (...hz: readonly number[]): Oddity[] => hz.map((rateHz) => ({ rateHz }))
export const altered = (...names: readonly Alteration[]): Oddity[] =>
  names.map((alteration) => ({ alteration }))

/** What Segue leaves to FFmpeg. */
export const FOREIGN: Oddity = { decoder: 'ffmpeg' }
/** FFmpeg plays the last packet of AAC in MP4 whole; Segue ends where the edit list says. */
export const EDITED: Oddity = {
  limits: { missing: [-1_930, 1_120] },
  because: 'FFmpeg plays the last packet whole, beyond the end that the edit list states',
}
