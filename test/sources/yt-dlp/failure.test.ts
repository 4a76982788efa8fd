import { expect, test } from 'bun:test'
import { ytdlpFailure } from '../../../src/sources/yt-dlp/failure.ts'

// Wordings of yt-dlp's extractors and networking, and of YouTube's player as it passes them on.
test.each([
  ['[youtube] abc: Video unavailable', 'gone'],
  ['[youtube] abc: Video unavailable. This video has been removed by the uploader', 'gone'],
  [
    '[youtube] abc: This video is no longer available because the YouTube account associated with this video has been terminated.',
    'gone',
  ],
  [
    '[generic] x: Unable to download webpage: HTTP Error 404: Not Found (caused by <HTTPError 404: Not Found>)',
    'gone',
  ],
  ['[soundcloud] x: Unable to download JSON metadata: HTTP Error 410: Gone', 'gone'],
  ['[vimeo] 1: The page does not exist', 'gone'],
  [
    '[youtube] abc: Sign in to confirm your age. This video may be inappropriate for some users. Use --cookies-from-browser or --cookies for the authentication.',
    'age-limit',
  ],
  ['[twitter] 1: NSFW tweet requires authentication. Use --cookies', 'sign-in'],
  [
    '[youtube] abc: Sign in to confirm you’re not a bot. Use --cookies-from-browser or --cookies for the authentication.',
    'host-refused',
  ],
  [
    "[youtube] abc: Sign in to confirm you're not a bot. Use --cookies for the authentication.",
    'host-refused',
  ],
  ['[x] 1: Your IP address is blocked from accessing this post', 'host-refused'],
  ['[generic] x: Got HTTP Error 403 caused by Cloudflare anti-bot challenge', 'host-refused'],
  ['[x] 1: Unable to solve the CAPTCHA', 'host-refused'],
  [
    "[youtube] abc: This content isn't available, try again later. The current session has been rate-limited by YouTube for up to an hour.",
    'rate-limited',
  ],
  ['[generic] x: Unable to download webpage: HTTP Error 429: Too Many Requests', 'rate-limited'],
  [
    '[youtube] abc: Video unavailable. The uploader has not made this video available in your country',
    'region',
  ],
  [
    '[bbc] x: This video is not available from your location due to geo restriction. You might want to use a VPN',
    'region',
  ],
  ["[youtube] abc: Private video. Sign in if you've been granted access to this video", 'sign-in'],
  [
    '[youtube] abc: Join this channel to get access to members-only content like this video',
    'sign-in',
  ],
  [
    '[vimeo] 1: This video is only available for registered users. Use --username and --password',
    'sign-in',
  ],
  ['[bandcamp] x: Unable to download webpage: HTTP Error 401: Unauthorized', 'sign-in'],
  ['Unsupported URL: http://example.com/', 'unsupported'],
  ["[generic] 'x' is not a valid URL", 'unsupported'],
  ['[youtube] abc: No video formats found!; please report this issue', 'unsupported'],
  [
    '[x] 1: Requested format is not available. Use --list-formats for a list of available formats',
    'unsupported',
  ],
  ['[spotify] x: This video is DRM protected', 'drm'],
  ['[DRM] The requested site is known to use DRM protection. It will NOT be supported.', 'drm'],
  ['[generic] x: Unable to download webpage: The read operation timed out', 'source-timeout'],
  ['[generic] x: Unable to download webpage: HTTP Error 500: Internal Server Error', 'source-busy'],
  [
    '[generic] x: Unable to download webpage: HTTPConnection(host="a", port=9): Failed to establish a new connection',
    'source-lost',
  ],
  [
    "[youtube] abc: Unable to download API page: ('Unable to connect to proxy', OSError('Tunnel connection failed: 502 Bad Gateway'))",
    'source-lost',
  ],
  ['[x] 1: An extractor error has occurred. (caused by KeyError("a"))', 'ytdlp-failed'],
] as const)('%j is %s', (line, code) => {
  expect(ytdlpFailure(`WARNING: sign in\nERROR: ${line}\n`).code).toBe(code)
})

test('of several errors the last counts, and none at all is a failure all the same', () => {
  const stderr = 'ERROR: [youtube] a: Private video\nERROR: [youtube] b: Video unavailable\n'
  expect(ytdlpFailure(stderr).code).toBe('gone')
  expect(ytdlpFailure('').code).toBe('ytdlp-failed')
})

test('the detail is one short line without control characters', () => {
  const { detail } = ytdlpFailure(`ERROR: \u001b[31m${'x'.repeat(100_000)}\u0007`)
  expect(detail?.length).toBeLessThanOrEqual(300)
  expect(detail).not.toMatch(/\p{Cc}/u)
})
