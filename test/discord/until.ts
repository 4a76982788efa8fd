/**
 * Waits for what comes over a real socket from another thread or process, where nothing can be
 * awaited; asks again every few ms. Rejects after `timeoutMs` with `what`, or as `condition` does.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string | (() => string) = 'what was waited for',
  timeoutMs = 30_000,
): Promise<void> {
  for (const deadline = performance.now() + timeoutMs; !(await condition()); await Bun.sleep(5)) {
    if (performance.now() < deadline) continue
    throw new Error(`not within ${timeoutMs} ms: ${typeof what === 'string' ? what : what()}`)
  }
}
