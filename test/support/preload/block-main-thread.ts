/** Preloaded by `bun --preload`: blocks the process's main thread for 400 ms in each second, and logs it. */
const BLOCKED_MS = 400

setInterval(() => {
  const started = performance.now()
  while (performance.now() < started + BLOCKED_MS);
  process.stdout.write(`${JSON.stringify({ msg: 'blocked' })}\n`)
}, 1_000)
