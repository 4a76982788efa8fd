/** Milliseconds of a duration in hours, minutes and seconds, as 'PT3M25S' (ISO 8601-1, 5.5.2.2); null: it's none. */
export function isoDurationMs(text: unknown): number | null {
  if (typeof text !== 'string' || text.length > 40) return null
  const [found, hours = '0', minutes = '0', seconds = '0'] = DURATION.exec(text) ?? []
  if (found === undefined || found === 'PT') return null
  return Math.round(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000)
}

const DURATION = /^PT(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,7}(?:\.\d{1,9})?)S)?$/
