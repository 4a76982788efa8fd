/**
 * Starts a clock of what this thread works, in milliseconds. Whatever else the machine does meanwhile
 * isn't counted, so that a bound on it holds on a busy one, too.
 */
export function threadTime(): () => number {
  const before = process.threadCpuUsage()
  return () => {
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1_000
  }
}
