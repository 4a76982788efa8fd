import { type ErrorCode, SegueError } from '../../base/error.ts'
import { cleanText } from '../clean-text.ts'
import { withoutLinks } from '../links.ts'

/**
 * What yt-dlp's last "ERROR:" line means. Its texts are meant for people and differ by site, so
 * each reason has the words that sites share; the order matters, since "Sign in to confirm your
 * age" is about age. A line that no row matches is 'ytdlp-failed', with the line for the log.
 */
export function ytdlpFailure(stderr: string): SegueError {
  const line = lastError(stderr)
  const row = REASONS.find(([, words]) => words.test(line))
  return new SegueError(row?.[0] ?? 'ytdlp-failed', detailOf(line))
}

const REASONS: readonly (readonly [ErrorCode, RegExp])[] = [
  [
    'age-limit',
    /confirm your age|age[- ](?:restrict|limit|verif|gate)|inappropriate for some users|verify (?:your|that you are) .*\b(?:age|18)\b/i,
  ],
  ['drm', /\bDRM\b/],
  [
    'host-refused',
    /not a (?:bot|robot)|captcha|unusual traffic|\byour IP\b.*\b(?:block|ban|refus|den)|\b(?:block|ban|refus|den)(?:ed|ned|s)?\b.*\byour IP\b|Cloudflare anti-bot/i,
  ],
  ['rate-limited', /HTTP Error 429|too many requests|rate[- ]?limit|try again later/i],
  [
    'region',
    /geo[- ]?(?:restrict|block)|(?:in|from) your (?:country|region|location)|available only in|blocked it in/i,
  ],
  [
    'unsupported',
    /unsupported URL|not a valid URL|no (?:video|media|audio) (?:formats? )?(?:found|could be found)|requested format is not available|no suitable|live (?:event|stream) will begin|premieres in/i,
  ],
  [
    'sign-in',
    /private video|video is private|members[- ]only|join this channel|log ?in|logged in|sign in|authenticat|--cookies|--username|credentials|subscri(?:be|ption)|registered users|premium|purchase|payment|HTTP Error 401/i,
  ],
  [
    'gone',
    /unavailable|no longer (?:available|exists)|has been (?:removed|deleted|taken down|terminated)|been terminated|does(?:n't| not) exist|not available|HTTP Error (?:404|410)|(?:video|page|track|not) (?:was )?(?:not )?found|removed (?:by|for)|deleted/i,
  ],
  ['source-timeout', /timed? ?out|HTTP Error 504|Gateway Timeout/i],
  ['source-busy', /HTTP Error 5\d\d/i],
  ['http-status', /HTTP Error \d{3}/i],
  [
    'source-lost',
    /unable to (?:download|connect)|connection (?:refused|reset|aborted)|failed to establish|name resolution|Bad Gateway|remote end closed|SSL/i,
  ],
]

function lastError(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.startsWith('ERROR:'))
  return (lines.at(-1) ?? stderr.trim().split('\n').at(-1) ?? '').slice(0, 2000)
}

/** The line without what may be a member's secret. */
function detailOf(line: string): string | null {
  return cleanText(withoutLinks(line.replace(/^ERROR:\s*/, '')), 300)
}
