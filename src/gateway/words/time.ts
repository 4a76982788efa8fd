/** `3:05` or `1:02:03`; whole seconds, rounded down. */
export function formatTime(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (part: number) => String(part).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const clock = `${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${two(minutes)}:${clock}` : `${minutes}:${clock}`
}
