/** The most that a started program may use. A missing field isn't limited. */
export interface ProcessLimits {
  /** Bytes of mapped memory, libraries and reservations included. */
  readonly addressSpaceBytes?: number
  /** Bytes of writable memory: its heap and its own mappings. */
  readonly dataBytes?: number
  /** Seconds of processor time. */
  readonly cpuSeconds?: number
  /** Bytes of each file that it writes. */
  readonly fileBytes: number
}

/**
 * What Bun's compiler reserves of a program's writable memory (measured with 1.4.5). A program of ours that
 * gets less interprets everything, which takes two to four times as long.
 */
export const BUN_RESERVES_BYTES = 2 * 1024 ** 3

/**
 * The words to put before a program's path so that the kernel enforces `limits` (setrlimit(2)) and
 * writes no core dump when the program crashes; empty on a system without prlimit (part of
 * util-linux). A program that can't be started ends with exit code 126 or 127 then (POSIX, env,
 * "Exit status").
 */
export function limitedBy(limits: ProcessLimits): readonly string[] {
  prlimit ??= Bun.which('prlimit') ?? ''
  if (prlimit === '') return []
  const { addressSpaceBytes, dataBytes, cpuSeconds, fileBytes } = limits
  return [
    prlimit,
    ...(addressSpaceBytes === undefined ? [] : [`--as=${addressSpaceBytes}`]),
    ...(dataBytes === undefined ? [] : [`--data=${dataBytes}`]),
    ...(cpuSeconds === undefined ? [] : [`--cpu=${cpuSeconds}`]),
    `--fsize=${fileBytes}`,
    '--core=0',
    '--',
  ]
}

/** The path of prlimit, looked up once; empty when there is none. */
let prlimit: string | null = null
