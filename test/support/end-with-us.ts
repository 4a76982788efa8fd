/**
 * Ends `child` when this process ends without having done so, killed for instance: a bot that nobody
 * watches would play on for hours. A shell waits at the end of a pipe that closes with us.
 */
export function endWithUs(child: Bun.Subprocess): void {
  const script = 'trap "" INT TERM HUP; cat >/dev/null; kill -CONT "$1"; kill -TERM "$1"'
  const watcher = Bun.spawn(['sh', '-c', script, 'sh', String(child.pid)], {
    stdin: 'pipe',
    stdout: 'ignore',
    stderr: 'ignore',
  })
  watcher.unref()
  // Before its number can be another process's.
  void child.exited.then(() => watcher.kill('SIGKILL'))
}
