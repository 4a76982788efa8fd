import { formsOf } from '../forms.ts'
import type { PrivacyWords } from '../words.ts'

const { number, plural } = formsOf('de')

export const privacy: PrivacyWords = {
  title: 'Was ich über diesen Server speichere',
  kept: {
    settings: () => 'was seine Admins eingestellt haben',
    changes: (days) =>
      `wer was umgestellt hat, ${number(days)} ${plural(days, { one: 'Tag', other: 'Tage' })} lang`,
    queue: () =>
      'was läuft und in der Warteschlange ist, wer es sich gewünscht hat, wer leitet und abstimmt, und die Kanäle, in denen ich bin und schreibe',
    past: () =>
      'die letzten Titel, die liefen, die letzten Änderungen der Warteschlange und falsche Treffer, für /zurück, /rückgängig und /falsch',
    history: (days) =>
      `was lief und wer es sich gewünscht hat, ${number(days)} ${plural(days, { one: 'Tag', other: 'Tage' })} lang`,
    playlists: () =>
      'die Playlists dieses Servers und die eigenen Playlists und Favoriten von allen',
    unreadable: () =>
      'Einträge der Warteschlange, die eine andere Version von mir geschrieben hat und die ich nicht lesen kann, damit der Betreiber sie zurückholen kann',
    scrobbles: () =>
      'welche Konten bei ListenBrainz und Last.fm Mitglieder verknüpft haben, mit der Erlaubnis, dort zu schreiben, und was sie gehört haben, bis es gesendet ist',
    keys: () => 'die Schlüssel, die der Betreiber für Programme angelegt hat',
  },
  beyond: 'Um seine Logs und Backups und um diese Schlüssel kümmert sich der Betreiber.',
  left: (days) =>
    `Wenn ich einen Server verlasse, sind seine Daten nach ${number(days)} ${plural(days, { one: 'Tag', other: 'Tagen' })} weg, außer ich werde vorher wieder eingeladen.`,
  how: 'Wem dieser Server gehört, kann seine Daten mit /datenschutz löschen, und du kannst deine löschen.',
  ask: {
    server:
      'Das beendet die Musik und löscht die Einstellungen, die Warteschlange, den Verlauf und die Playlists dieses Servers. Rückgängig machen lässt es sich nicht.',
    mine: 'Das löscht deine Playlists, deine Favoriten, deine verknüpften Konten und auf allen Servern, was ich mir von deinen Wünschen gemerkt habe. Was andere noch hören oder brauchen, bleibt, etwa deine Titel in einer Warteschlange oder geänderte Einstellungen, aber ohne deinen Namen. Rückgängig machen lässt es sich nicht.',
  },
  erase: { server: 'Daten dieses Servers löschen', mine: 'Meine Daten löschen' },
  erased: {
    server: 'Alles, was ich über diesen Server gespeichert hatte, ist gelöscht.',
    mine: 'Deine Playlists, deine Favoriten, deine verknüpften Konten und was ich mir von deinen Wünschen gemerkt hatte, sind gelöscht. Was bleibt, etwa Titel in einer Warteschlange, trägt deinen Namen nicht mehr.',
  },
  keep: 'Behalten',
  unchanged: 'Es wurde nichts gelöscht.',
}
