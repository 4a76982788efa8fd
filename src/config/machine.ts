import { readFileSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'

/** What the process may use: the machine's, or less in a container. */
export interface Machine {
  /** Processors; a quota can make it a fraction. */
  readonly cores: number
  readonly memoryMb: number
}

/** A file's text; null if there is no such file. */
export type ReadFile = (path: string) => string | null

const MIB = 1024 * 1024

/** This machine, or the control group that this process is in, whichever is smaller. */
export function thisMachine(): Machine {
  const whole = { cores: availableParallelism(), memoryMb: Math.floor(totalmem() / MIB) }
  return withinControlGroup(whole, (path) => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return null
    }
  })
}

/**
 * Applies the limits of the process's control group and of the groups above it: version 2
 * (`memory.max`, `cpu.max`; Linux Documentation/admin-guide/cgroup-v2.rst) or version 1
 * (`memory.limit_in_bytes`, `cpu.cfs_quota_us`; admin-guide/cgroup-v1/). Inside a container the
 * group's own files lie at the root of the mount, so that is looked at as well.
 */
export function withinControlGroup(whole: Machine, read: ReadFile): Machine {
  const groups = (read('/proc/self/cgroup') ?? '').split('\n').filter((line) => line !== '')
  const limits = groups.flatMap((line) => {
    const [, controllers = '', path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    const folders = (root: string) => upwards(path).map((folder) => root + folder)
    if (controllers === '') return folders('/sys/fs/cgroup').flatMap((at) => version2(at, read))
    return controllers
      .split(',')
      .flatMap((name) => folders(`/sys/fs/cgroup/${name}`).flatMap((at) => version1(at, read)))
  })
  const cores = Math.min(whole.cores, ...limits.flatMap(({ cores }) => cores ?? []))
  const memoryMb = Math.min(whole.memoryMb, ...limits.flatMap(({ memoryMb }) => memoryMb ?? []))
  return { cores, memoryMb }
}

interface Limit {
  readonly cores?: number
  readonly memoryMb?: number
}

function version2(folder: string, read: ReadFile): Limit[] {
  const [quota, period] = (read(`${folder}/cpu.max`) ?? '').trim().split(' ').map(Number)
  return [...cores(quota, period), ...memory(read(`${folder}/memory.max`))]
}

function version1(folder: string, read: ReadFile): Limit[] {
  const quota = Number(read(`${folder}/cpu.cfs_quota_us`) ?? Number.NaN)
  const period = Number(read(`${folder}/cpu.cfs_period_us`) ?? Number.NaN)
  return [...cores(quota, period), ...memory(read(`${folder}/memory.limit_in_bytes`))]
}

/** Microseconds of processor time per period; 'max' and -1 mean no limit. */
function cores(quota: number | undefined, period: number | undefined): Limit[] {
  const share = (quota ?? Number.NaN) / (period ?? Number.NaN)
  return share > 0 && Number.isFinite(share) ? [{ cores: share }] : []
}

/** Bytes, or 'max'. Version 1's "no limit" is larger than any machine, and so harmless. */
function memory(text: string | null): Limit[] {
  const bytes = Number(text ?? Number.NaN)
  return bytes > 0 && Number.isFinite(bytes) ? [{ memoryMb: Math.floor(bytes / MIB) }] : []
}

/** '/a/b' → ['/a/b', '/a', '']. */
function upwards(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '')
  return [...parts.keys(), parts.length].reverse().map((length) =>
    parts
      .slice(0, length)
      .map((part) => `/${part}`)
      .join(''),
  )
}
