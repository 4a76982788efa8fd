/** Words that sites write around a name and that are no part of it. */
const NOISE = new Set(
  [
    'official officiel oficial offizielles ufficiale video videoclip clip clipe music musik musica audio',
    'lyric lyrics lyrical letra letras paroles testo songtext text tekst sozleri visualizer visualiser visual hd hq uhd',
    '4k 8k 1080p 720p 60fps mv m v explicit clean uncensored remaster remastered remasterd restored topic vevo prod produced',
    'sub subs subtitulada subtitulado espanol english eng rom han romaji kanji romanized translation subtitles color',
    'coded by with from the a an ver version versao album single track song new full original out now premiere',
    'ost soundtrack theme movie film motion picture opening ending op ed hi res dolby atmos vinyl stereo mono release',
    'records recordings ncs monstercat free download no copyright copyrightless x and feat ft featuring tv channel band',
    'dir directed best quality high digital edition deluxe bonus anniversary radio edit extended long mix',
    'klip teks ofitsialnoe ofitsialnyi premera klipa chart animated performance dance practice choreography',
    'traduccion legendado traducao tradução with on screen karafun song songs hits pop audio only 中文字幕 歌詞 歌词 lyricsvideo',
  ]
    .join(' ')
    .split(' '),
)

/** Whether a folded word says nothing of what the song is called: how it's shown, or a year. */
export const isNoise = (word: string): boolean =>
  NOISE.has(word) || /^\D$/.test(word) || /^(?:19|20)\d\d$/.test(word)
