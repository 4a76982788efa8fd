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
 * Versions of a song that people don't expect unless they ask for them, and videos about it that
 * aren't the song. Each by the words that sites write.
 */
const VERSIONS = {
  live: {
    aside:
      /^(?:.*[\s,:])?live!?$|^live\b|\blive (?:at|from|in|on|session|version|performance|acoustic|video|take|recording|\d{4})|\blive[ /]|\bunplugged\b|\ben (?:vivo|directo)\b|\bao vivo\b|\bdal vivo\b|\bin concert\b|ライブ|라이브|концерт|вживую|\ba colors show\b|\bkexp\b|^(?:at|@) (?:the )?(?:wembley|glastonbury|coachella|lollapalooza|rock in rio|reading|royal albert|madison square|brit|grammy|vma|pinkpop|red rocks)/i,
    anywhere:
      /\blive (?:at|from|in|on|@)\s|\slive (?:performance|session)!?$|\btiny desk\b|\blive lounge\b|\ben vivo\b|\bao vivo\b|\bmtv unplugged\b|\blive (?:performance|session|version)\b/i,
    loose: /\blive\b/i,
  },
  remix: {
    aside:
      /\bremix(?:ed)?\b|\brmx\b|\bbootleg\b|\brework(?:ed)?\b|\bflip$|\bvip(?: mix)?$|^(?!(?:original|album|radio|single|extended|club|full|short|video|main|special|us|uk|new|final|stereo|mono|classic|the|\d+)\b)\S+\s.*\b(?:mix|edit|dub)$|^(?!(?:original|radio|extended|club|main|final)\b)\S+ (?:mix|dub)$|リミックス|리믹스|ремикс/i,
    anywhere: /\sremix$|\brmx\b|\sremix (?:ft|feat|by)\b|ремикс$/i,
  },
  mashup: { anywhere: /\bmash[ -]?up\b|\bmedley\b|\bmegamix\b/i },
  karaoke: {
    anywhere:
      /\bkaraoke\b|\bbacking track\b|\bminus one\b|\bin the style of\b|\b(?:made (?:famous|popular)|originally performed) by\b|\bsing[- ]?along\b|караоке|минусовка|カラオケ|노래방/i,
  },
  instrumental: {
    aside:
      /\binstrumental\b|\binst\.?$|\boff vocal\b|インスト|\bno vocals?\b|^(?:piano|guitar|violin|orchestra|orchestral|string quartet|music box|saxophone|flute|cello|chiptune|lo-?fi)(?: version)?$|\b(?:8|16)[- ]?bit\b/i,
    anywhere:
      /\sinstrumental(?: version| cover)?$|\boff vocal\b|\b8[- ]?bit (?:version|cover|tribute)\b|\b(?:music box|piano|orchestral|lo-?fi) version\b/i,
  },
  vocals: { anywhere: /\ba ?cap+ella\b|\bisolated vocals?\b|\bvocals? only\b|\bonly vocals\b/i },
  cover: {
    aside: /\bcover(?:ed)?\b|\btribute\b|кавер|カバー|커버|歌ってみた|弾いてみた|叩いてみた/i,
    anywhere:
      /\bcover(?:ed)? (?:by|version|song|ft|feat)\b|\b(?:guitar|piano|drums?|bass|violin|cello|metal|rock|acoustic|vocal|band|flute|sax(?:ophone)?|ukulele|kalimba|marimba|female|male|punk|jazz|choir|orchestra|dance|english|spanish) cover\b|\s[-–(]?\s?cover$|\btribute (?:to|version|band)\b|\b(?:metal|rock|punk|jazz|reggae|bossa nova|swing|country|techno|medieval|eurobeat|salsa) version\b|歌ってみた|弾いてみた|叩いてみた|кавер|\bparody\b/i,
  },
  acoustic: {
    aside: /\bacoustic\b|\bstripped\b|\bacústic[oa]\b|\bacoustique\b|\bakustik\b|акустика/i,
  },
  demo: {
    aside:
      /\bdemos?\b|\bouttake\b|\balternat(?:e|ive) (?:take|version|mix)\b|\brehearsal\b|\btake \d+\b|\bearly version\b|\bunreleased\b|\bsnippet\b|\bleak(?:ed)?\b/i,
  },
  'sped-up': {
    anywhere: /\bsped[- ]?up\b|\bspeed[- ]up (?:version|song|audio)\b|\bfast(?:er)? version\b/i,
  },
  slowed: {
    anywhere:
      /\bslowed\b|\bslow(?:ed)? ?(?:\+|and|&|n) ?reverb\b|\breverbed\b|\bchopped (?:and|&|n) screwed\b|\bchopnotslop\b/i,
  },
  nightcore: { anywhere: /\bnightcore\b|\bdaycore\b/i },
  '8d': {
    anywhere:
      /\b(?:8d|16d|3d|9d) (?:audio|tunes|music|version)\b|\b8d\b|\bbass ?boost(?:ed)?\b|\bfrom another room\b|\b(?:432|528) ?hz\b/i,
  },
  talk: {
    aside:
      /\breact(?:s|ion|ing)?\b|\btutorial\b|\blessons?\b|\bbreakdown\b|\banalysis\b|\bexplained\b|\bmeaning\b|\binterview\b|\bteaser\b|\btrailer\b|\breview\b|\bplay ?through\b|\btabs?\b|\bchords\b|\bringtone\b|\bdocumentary\b|\bpodcast\b|\bcommentary\b|\bpreview\b/i,
    anywhere:
      /\breact(?:s|ing)? to\b|\breaction(?: video)?[!.]*$|\b(?:first|1st) (?:time|reaction)\b|\breaction\s*(?:[|/!-]|to\b)|\btutorial\b|\bhow to (?:play|sing)\b|\b(?:guitar|piano|drum|bass|vocal|dance) lesson\b|\bbehind the scenes\b|\bmaking of\b|\bteaser\b|\bsheet music\b|\bsynthesia\b|\bthe story (?:of|behind)\b|\btype beat\b|\bguess the song\b|\bvocal coach\b|\bmeaning of\b|\bexplained\b|\bsample breakdown\b|\bwhat happened to\b|\bplay[- ]?through\b/i,
  },
  album: {
    anywhere:
      /\bfull (?:album|ep|concert|show|set|mixtape|soundtrack|discography)\b|\b(?:álbum|album|disco) complet[oa]?\b|\b(?:complete|entire|whole) album\b|\ball songs\b|\b(?:greatest|biggest) hits\b|\bbest of .* (?:songs|hits|collection)\b|\bthe very best of\b|\bthe best of [A-Z].*playlist\b|\bplaylist\b|\bcompilation\b|\bdiscography\b|\btop \d+ (?:best )?(?:songs|hits)\b|полный альбом|весь альбом|フルアルバム|\ball movements\b/i,
  },
  loop: {
    anywhere:
      /\b\d+ ?(?:hours?|hrs?|horas?)\b|\b(?:one|ten) hours?\b|\b(?:30|60) min(?:utes?)?\b|\bloop(?:ed)?\b|\bon repeat\b/i,
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
