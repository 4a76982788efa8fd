/** SIGUSR2 makes the main thread stand still for a while, as a mistake in a handler would. */
const BLOCKED_MS = 2_500

process.on('SIGUSR2', () => {
  const end = performance.now() + BLOCKED_MS
  while (performance.now() < end);
})

export {}
