/** Longer names aren't looked into. */
const LONGEST = 300
const BRACKETS = /[([【「{（［]((?:[^()[\]【】「」{}（）［］]|\([^()]*\))*)[)\]】」}）］]/g
const BREAK = /\s+[-–—/•·~]+\s+|\s*[|｜]\s*/

/** How a title tells a version. */
interface Telling {
  /** In brackets, or behind a dash or a bar. */
  readonly aside?: RegExp
  /** Wherever it stands. */
  readonly anywhere?: RegExp
  /** In words of which none is the name's. */
  readonly loose?: RegExp
}

/**
 * Any of these phrases as whole words, in each of which a part of a regular expression may stand; `letters`:
 * words of scripts that write without spaces, wherever they stand.
 */
function any(phrases: readonly string[], letters = ''): RegExp {
  const whole = `(?<![\\p{L}\\p{N}])(?:${phrases.join('|')})(?![\\p{L}\\p{N}])`
  return new RegExp(letters === '' ? whole : `${whole}|${letters}`, 'iu')
}

const INSTRUMENTS =
  'guitar|piano|drums?|bass|violin|cello|flute|sax(?:ophone)?|ukulele|kalimba|marimba|orchestra'
const STYLES = 'metal|rock|punk|jazz|reggae|bossa nova|swing|country|techno|medieval|eurobeat|salsa'
/** What a mix or an edit is called that nobody else made. */
const OWN_MIX =
  'original|album|radio|single|extended|club|full|short|video|main|special|us|uk|new|final|stereo|mono|classic|the|\\d+'
const STAGES =
  'wembley|glastonbury|coachella|lollapalooza|rock in rio|reading|royal albert|madison square|brit|grammy|vma|pinkpop|red rocks'

/**
 * Versions of a song that people don't expect unless they ask for them, and videos about it that
 * aren't the song. Each by the words that sites write.
 */
const VERSIONS = {
  live: {
    aside: any(
      [
        ...[
          '^(?:.*[\\s,:])?live!?$',
          '^live',
          'live (?:at|from|in|on|session|version|performance)',
        ],
        ...[
          'live (?:acoustic|video|take|recording|\\d{4})',
          'live(?=[ /])',
          'unplugged',
          'in concert',
        ],
        ...[
          'en (?:vivo|directo)',
          'ao vivo',
          'dal vivo',
          'концерт',
          'вживую',
          'kexp',
          'a colors show',
        ],
        `^(?:at|@) (?:the )?(?:${STAGES})\\p{L}*`,
      ],
      'ライブ|라이브',
    ),
    anywhere: any([
      ...['live (?:at|from|in|on|@)(?=\\s)', 'live (?:performance|session|version|lounge)'],
      ...['tiny desk', 'en vivo', 'ao vivo', 'mtv unplugged'],
    ]),
    loose: any(['live']),
  },
  remix: {
    aside: any(
      [
        ...['remix(?:ed)?', 'rmx', 'bootleg', 'rework(?:ed)?', 'flip$', 'vip(?: mix)?$', 'ремикс'],
        `^(?!(?:${OWN_MIX})\\b)\\S+\\s.*\\b(?:mix|edit|dub)$`,
        '^(?!(?:original|radio|extended|club|main|final)\\b)\\S+ (?:mix|dub)$',
      ],
      'リミックス|리믹스',
    ),
    anywhere: any(['(?<=\\s)remix$', 'rmx', '(?<=\\s)remix (?:ft|feat|by)', 'ремикс$']),
  },
  mashup: { anywhere: any(['mash[ -]?up', 'medley', 'megamix']) },
  karaoke: {
    anywhere: any(
      [
        ...['karaoke', 'backing track', 'minus one', 'in the style of', 'sing[- ]?along'],
        ...['(?:made (?:famous|popular)|originally performed) by', 'караоке', 'минусовка'],
      ],
      'カラオケ|노래방',
    ),
  },
  instrumental: {
    aside: any(
      [
        ...['instrumental', 'inst\\.?$', 'off vocal', 'no vocals?', '(?:8|16)[- ]?bit'],
        `^(?:${INSTRUMENTS}|orchestral|string quartet|music box|chiptune|lo-?fi)(?: version)?$`,
      ],
      'インスト',
    ),
    anywhere: any([
      ...['(?<=\\s)instrumental(?: version| cover)?$', 'off vocal'],
      ...['8[- ]?bit (?:version|cover|tribute)', '(?:music box|piano|orchestral|lo-?fi) version'],
    ]),
  },
  vocals: {
    anywhere: any(['a ?cap+ella', 'isolated vocals?', 'vocals? only', 'only vocals']),
  },
  cover: {
    aside: any(
      ['cover(?:ed)?', 'tribute', 'кавер'],
      'カバー|커버|歌ってみた|弾いてみた|叩いてみた',
    ),
    anywhere: any(
      [
        ...['cover(?:ed)? (?:by|version|song|ft|feat)', '(?<=[\\s(-])cover$', 'кавер', 'parody'],
        `(?:${INSTRUMENTS}|${STYLES}|acoustic|vocal|band|fe?male|choir|dance|english|spanish) cover`,
        ...['tribute (?:to|version|band)', `(?:${STYLES}) version`],
      ],
      '歌ってみた|弾いてみた|叩いてみた',
    ),
  },
  acoustic: {
    aside: any(['acoustic', 'stripped', 'acústic[oa]', 'acoustique', 'akustik', 'акустика']),
  },
  demo: {
    aside: any([
      ...['demos?', 'outtake', 'alternat(?:e|ive) (?:take|version|mix)', 'rehearsal', 'take \\d+'],
      ...['early version', 'unreleased', 'snippet', 'leak(?:ed)?'],
    ]),
  },
  'sped-up': {
    anywhere: any(['sped[- ]?up', 'speed[- ]up (?:version|song|audio)', 'fast(?:er)? version']),
  },
  slowed: {
    anywhere: any([
      ...['slowed', 'slow(?:ed)? ?(?:\\+|and|&|n) ?reverb', 'reverbed', 'chopnotslop'],
      'chopped (?:and|&|n) screwed',
    ]),
  },
  nightcore: { anywhere: any(['nightcore', 'daycore']) },
  '8d': {
    anywhere: any([
      ...['(?:8d|16d|3d|9d) (?:audio|tunes|music|version)', '8d', 'bass ?boost(?:ed)?'],
      ...['from another room', '(?:432|528) ?hz'],
    ]),
  },
  talk: {
    aside: any([
      ...[
        'react(?:s|ion|ing)?',
        'tutorial',
        'lessons?',
        'breakdown',
        'analysis',
        'explained',
        'meaning',
      ],
      ...[
        'interview',
        'teaser',
        'trailer',
        'review',
        'preview',
        'play ?through',
        'tabs?',
        'chords',
      ],
      ...['ringtone', 'documentary', 'podcast', 'commentary'],
    ]),
    anywhere: any([
      ...['react(?:s|ing)? to', 'reaction(?: video)?[!.]*$', '(?:first|1st) (?:time|reaction)'],
      ...['reaction(?=\\s*[|/!-])', 'reaction to', 'tutorial', 'how to (?:play|sing)', 'teaser'],
      ...['(?:guitar|piano|drum|bass|vocal|dance) lesson', 'behind the scenes', 'making of'],
      ...['sheet music', 'synthesia', 'the story (?:of|behind)', 'type beat', 'guess the song'],
      ...['vocal coach', 'meaning of', 'explained', 'sample breakdown', 'what happened to'],
      'play[- ]?through',
    ]),
  },
  album: {
    anywhere: any(
      [
        ...['full (?:album|ep|concert|show|set|mixtape|soundtrack|discography)', 'all songs'],
        ...[
          '(?:álbum|album|disco) complet[oa]?',
          '(?:complete|entire|whole) album',
          'all movements',
        ],
        ...[
          '(?:greatest|biggest) hits',
          'best of .* (?:songs|hits|collection)',
          'the very best of',
        ],
        ...['playlist', 'compilation', 'discography', 'top \\d+ (?:best )?(?:songs|hits)'],
        ...['полный альбом', 'весь альбом'],
      ],
      'フルアルバム',
    ),
  },
  loop: {
    anywhere: any([
      ...['\\d+ ?(?:hours?|hrs?|horas?)', '(?:one|ten) hours?', '(?:30|60) min(?:utes?)?'],
      ...['loop(?:ed)?', 'on repeat'],
    ]),
  },
} as const satisfies Readonly<Record<string, Telling>>

/** A version of a song that people don't expect unless they listen to such ones. */
export type Version = keyof typeof VERSIONS

const ALL = Object.entries(VERSIONS) as [Version, Telling][]

/** What stands in brackets, or behind a dash or a bar: not the name itself, as a rule. */
export function asidesOf(title: string): readonly string[] {
  const text = title.slice(0, LONGEST)
  const inBrackets = [...text.matchAll(BRACKETS)].map(([, inside = '']) => inside)
  const open = text.replace(BRACKETS, ' ')
  return [...inBrackets, ...open.split(BREAK).slice(1)].flatMap((part) => part.trim() || [])
}

/** What kinds of version a track's title says that it is. */
export function versionsOf({ title }: { readonly title: string }): readonly Version[] {
  const text = title.slice(0, LONGEST)
  const asides = asidesOf(text)
  return told((telling) => {
    const { aside, anywhere } = telling
    return anywhere?.test(text) === true || asides.some((part) => aside?.test(part) === true)
  })
}

/** What kinds of version words tell that somebody types, without brackets, or that stand beside a name. */
export function versionsIn(words: string): readonly Version[] {
  const text = words.slice(0, LONGEST)
  return told((telling) => Object.values(telling).some((told: RegExp) => told.test(text)))
}

const told = (isTold: (telling: Telling) => boolean): Version[] =>
  ALL.flatMap(([version, telling]) => (isTold(telling) ? [version] : []))
