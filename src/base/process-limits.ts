/** What a program that is started may use at most. What is left out is not limited. */
export interface ProcessLimits {
  /** All that is mapped, libraries and reservations included. */
  readonly addressSpaceBytes?: number
  /** What it can write to: its heap and its own mappings. */
  readonly dataBytes?: number
  /** Of computing. */
  readonly cpuSeconds?: number
  /** Of each file that it writes. */
  readonly fileBytes: number
}

/**
 * What is put before a program's path so that the kernel enforces `limits` (setrlimit(2)) and no
 * image of its memory is written when it crashes; nothing where the system has no prlimit (util-linux
 * has). A program that can't be started ends with exit code 126 or 127 then (POSIX, env, "Exit status").
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

/** Where it lies, looked for once; empty: nowhere. */
let prlimit: string | null = null
