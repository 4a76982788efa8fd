import { VOLUME } from '../../../domain/schema/sound.ts'
import type { Words } from '../words.ts'

export const errors: Words['errors'] = {
  'caller-not-in-voice': 'Du bist in keinem Sprachkanal. Geh in einen und versuch es noch einmal.',
  'caller-elsewhere':
    'Ich bin in einem anderen Sprachkanal. Komm dorthin, um die Musik zu steuern.',
  'missing-view':
    'Ich sehe deinen Sprachkanal nicht. Gib mir dort die Berechtigung „Kanal ansehen“.',
  'missing-connect':
    'Ich darf nicht in deinen Sprachkanal. Gib mir dort die Berechtigung „Verbinden“.',
  'missing-speak':
    'Ich darf in deinem Sprachkanal nicht sprechen. Gib mir dort die Berechtigung „Sprechen“.',
  'channel-full':
    'Dein Sprachkanal ist voll. Erhöhe das Nutzerlimit oder gib mir die Berechtigung „Mitglieder verschieben“.',
  'stage-audience':
    'Ich darf mich auf dieser Stage nicht melden. Gib mir die Berechtigung „Redeanfrage“ oder mach mich zum Stage-Moderator.',
  'server-only': 'Ich spiele nur auf Servern Musik. Nimm diesen Befehl im Textkanal eines Servers.',
  'server-away':
    'Discord hat gerade Probleme mit diesem Server. Versuch es in einer Minute noch einmal.',
  'bot-not-in-voice':
    'Ich bin in keinem Sprachkanal. Hol mich mit /herkommen oder /abspielen dazu.',
  'missing-manage-server':
    'Das dürfen nur Mitglieder mit der Berechtigung „Server verwalten“. Bitte einen Admin dieses Servers.',
  'dj-only': 'Das darf hier nur ein DJ. Bitte einen von ihnen oder einen Admin dieses Servers.',
  'dj-not-here': 'Dieses Mitglied ist nicht in meinem Sprachkanal. Nimm jemanden, der zuhört.',
  'text-channel-refused':
    'In diesem Kanal nehme ich keine Befehle an. Nimm einen der Kanäle, die hier für Musik gedacht sind.',
  'voice-channel-refused':
    'In diesem Sprachkanal darf ich nicht spielen. Geh in einen anderen oder bitte einen Admin dieses Servers.',
  'track-blocked':
    'Das wird auf diesem Server nicht gespielt. Versuch etwas anderes oder frag einen Admin, was gesperrt ist.',
  'owner-only': 'Das dürfen nur die Besitzer dieses Bots. Bitte den Betreiber.',
  'missing-owner': 'Das darf nur, wem dieser Server gehört. Bitte diese Person darum.',
  'missing-scope': 'Dieser Schlüssel darf das nicht. Bitte den Betreiber um einen anderen.',
  'bad-query':
    'Damit kann ich nichts anfangen. Versuch es mit einem Titel, einem Dateinamen oder einem http(s)-Link.',
  'station-unknown':
    'Den Sender kenne ich nicht. Nimm einen der Vorschläge, oder gib mir den Link seines Streams.',
  'stations-unreadable':
    'Ich kann meine Senderliste nicht lesen. Gib mir den Link eines Streams, oder bitte den Betreiber, STATIONS_FILE zu prüfen.',
  'nothing-to-play':
    'In dieser Nachricht ist kein Link und keine Datei. Nimm eine andere, oder /abspielen.',
  'query-or-file':
    'Ich spiele eins nach dem anderen. Gib mir einen Titel oder Link als „suche“ oder eine „datei“, nicht beides.',
  'bad-position':
    'Diese Stelle hat der Titel nicht. Versuch es mit 1:23, 90, +30 oder -10, innerhalb seiner Länge.',
  'bad-index': 'Diese Nummer ist nicht in der Warteschlange. Die Nummern stehen in /warteschlange.',
  'nothing-to-remove':
    'So ein Titel ist nicht in der Warteschlange. Was kommt, steht in /warteschlange.',
  'one-removal': 'Sag mir genau eines: eine Nummer, ein Mitglied, Doppelte oder Abwesende.',
  'track-gone':
    'Dieser Titel ist nicht mehr in der Warteschlange. Sieh in /warteschlange nach, was drin ist.',
  'bad-volume': `Das ist keine Lautstärke. Nimm eine ganze Zahl von ${VOLUME.minimum} bis ${VOLUME.maximum}.`,
  'unknown-preset':
    'Diese Voreinstellung gibt es nicht. Wähle eine aus der Liste, die beim Tippen erscheint, oder nimm /filter zeigen.',
  'bad-setting':
    'Das kann ich nicht einstellen. Sieh nach, was dort erlaubt ist, und versuch es noch mal.',
  'outdated-control': 'Das stammt von einer älteren Version von mir. Nimm stattdessen die Befehle.',
  'track-over':
    'Inzwischen läuft ein anderer Titel, deshalb habe ich nichts getan. Nimm die Knöpfe der neuesten Karte.',
  'nothing-playing': 'Gerade läuft nichts. Starte etwas mit /abspielen.',
  'nothing-before': 'Davor lief noch nichts. Mit /abspielen hörst du etwas.',
  'no-words':
    'Dieser Titel kam nicht aus einer Suche, deshalb kenne ich keine anderen Treffer. Such ihn mit /abspielen nach seinem Namen.',
  'unsure-match':
    'Nichts, was ich gefunden habe, ist sicher dieser Titel. Such ihn mit /suchen und wähle, was passt.',
  'no-other-match':
    'Für diese Suche gibt es keinen anderen Treffer, deshalb fange ich wieder beim ersten an. Versuch es mit /abspielen und anderen Wörtern.',
  'nothing-to-undo':
    'Es gibt keine Änderung mehr, die ich rückgängig machen kann. Was kommt, steht in /warteschlange.',
  'queue-empty': 'Die Warteschlange ist leer. Füll sie mit /abspielen.',
  'track-too-long':
    'Das ist länger, als dieser Server erlaubt. Versuch es mit einer kürzeren Version.',
  'already-queued': 'Das ist schon in der Warteschlange. Versuch es mit etwas anderem.',
  'member-limit':
    'Du hast so viele Titel in der Warteschlange, wie dieser Server erlaubt. Warte, bis ein paar gelaufen sind.',
  'queue-full': 'Die Warteschlange ist voll. Mach mit /entfernen oder /leeren Platz.',
  'not-seekable': 'In diesem Titel kann man nicht spulen. Mit /nochmal beginnt er von vorn.',
  'slow-down':
    'Langsam, das sind viele Befehle auf einmal. Warte ein paar Sekunden und versuch es dann noch einmal.',
  'query-or-queue':
    'Ich nehme deine Suche oder die Warteschlange, nicht beides auf einmal. Versuch es mit einem davon.',
  'playlist-name': 'Der Name einer Playlist hat 1 bis 80 Zeichen. Nimm einen anderen.',
  'playlist-unknown': 'Eine Playlist dieses Namens gibt es nicht. Sieh nach mit /playlist zeigen.',
  'playlist-exists': 'Eine Playlist dieses Namens gibt es schon. Nimm einen anderen Namen.',
  'playlist-others':
    'Diese Playlist kannst du nicht ändern. Frag, wem sie gehört, oder wer den Server verwaltet, wenn sie dem gehört.',
  'playlist-empty': 'In dieser Liste ist noch nichts. Füg erst etwas hinzu.',
  'playlist-without-link':
    'Diese Playlist kommt von keinem Link. Hol sie erst mit /playlist importieren von einem.',
  'link-or-file': 'Gib mir einen Link oder eine Datei, nicht beides auf einmal. Nimm eins davon.',
  'list-unreadable':
    'Diese Datei kann ich nicht lesen. Versuch es mit M3U, PLS, XSPF, JSON oder CSV.',
  'list-file-too-big':
    'So groß ist keine Liste, deshalb lese ich die Datei nicht. Versuch eine andere.',
  'playlist-position':
    'Diese Nummer ist nicht in der Liste. Die Nummern stehen in /playlist ansehen.',
  'playlist-shares':
    'Diese Playlist ist schon mit zu vielen geteilt. Mach Platz mit /playlist teilen und „beenden“.',
  'share-with':
    'Ich teile eine Playlist mit einer Person oder mit diesem Server. Wähle eins davon.',
  'already-kept': 'Das ist schon unter den Favoriten. Sieh nach mit /favoriten zeigen.',
  'not-kept': 'Das ist nicht unter den Favoriten. Sieh nach mit /favoriten zeigen.',
  'playlist-full':
    'Das ist zu viel für eine Liste oder für alle desselben Besitzers zusammen. Nimm weniger oder entferne erst etwas mit /playlist entfernen.',
  'playlists-full': 'Mehr Playlists kann niemand haben. Mach Platz mit /playlist löschen.',
  'list-cut':
    'Mehr zeigt der Dienst ohne Konto nicht, meist die ersten 100 Titel einer Liste. Gibt es mehr, bitte den Betreiber, Schlüssel dafür einzurichten.',
  'link-hidden':
    'Der Dienst zeigt unter diesem Link keine Musik. Sieh nach, ob er öffentlich ist und ob es ihn noch gibt.',
  'service-key':
    'Dieser Dienst zeigt Listen nur Anwendungen mit einem Schlüssel. Bitte den Betreiber, einen einzurichten.',
  'list-too-long':
    'Die Liste ist länger, als ich auf einmal nehme. Füg den Rest als eigene Liste hinzu.',
  'finding-full':
    'Ich suche schon mehreres für diesen Server. Versuch es noch einmal, wenn ich damit fertig bin.',
  'nothing-found':
    'Dazu habe ich nichts gefunden. Versuch es mit anderen Wörtern oder einem direkten Link.',
  'address-refused':
    'Dieser Link ist nicht öffentlich, deshalb öffne ich ihn nicht. Nimm einen öffentlichen.',
  'port-refused':
    'Dieser Link hat einen Port, zu dem ich keine Verbindung aufbaue. Nimm einen anderen Link oder bitte den Betreiber, den Port zu erlauben.',
  'outside-library': 'Diese Datei ist nicht in der Musiksammlung. Nimm einen der Vorschläge.',
  'not-audio':
    'Diese Art von Datei kann ich nicht abspielen. Versuch es mit einer anderen Datei oder einem Link.',
  'list-without-links':
    'Keinen der Links in dieser Playlist kann ich abspielen. Versuch es mit einer anderen.',
  'empty-file': 'In dieser Datei ist kein Ton. Versuch es mit einer anderen.',
  'http-status': 'Die Seite gibt mir diese Datei nicht. Sieh dir den Link einmal im Browser an.',
  'source-busy':
    'Die Seite hat gerade Probleme. Versuch es in ein paar Minuten noch einmal oder nimm einen anderen Link.',
  'source-timeout':
    'Die Seite hat zu lange nicht geantwortet. Versuch es später noch einmal oder nimm einen anderen Link.',
  'source-lost':
    'Die Verbindung zur Seite ist abgerissen. Versuch es später noch einmal oder nimm einen anderen Link.',
  gone: 'Das gibt es nicht mehr. Versuch es mit einem anderen Link.',
  'attachment-gone':
    'Die angehängte Datei bekomme ich von Discord nicht mehr. Häng sie noch einmal an.',
  'age-limit':
    'Das ist erst ab einem bestimmten Alter freigegeben, deshalb kann ich es nicht abspielen. Versuch es mit einem anderen Upload.',
  region: 'Das ist dort gesperrt, wo ich laufe. Versuch es mit einem anderen Upload.',
  'sign-in': 'Dafür will die Seite eine Anmeldung. Versuch es mit einem anderen Upload.',
  'rate-limited':
    'Der Seite bin ich zu schnell. Warte ein paar Minuten und versuch es dann noch einmal.',
  'host-refused':
    'Diese Seite sperrt die Adresse, von der ich komme, und Warten hilft nicht. Nimm eine andere Seite oder bitte den Betreiber, einen Proxy oder Cookies für sie einzurichten.',
  drm: 'Das ist kopiergeschützt (DRM), das kann nur der Player der Seite selbst. Versuch es mit einem anderen Upload.',
  unsupported:
    'Diese Seite oder dieses Format kenne ich nicht. Versuch es mit einem direkten Link zu einer Audiodatei.',
  'search-away':
    'In der Musiksammlung ist das nicht, und im Web kann ich gerade nicht suchen. Versuch es mit anderen Wörtern oder einem Link.',
  'ytdlp-missing':
    'Für solche Links brauche ich yt-dlp, und das ist hier nicht installiert. Nimm einen direkten Link oder bitte den Betreiber, es zu installieren.',
  'ytdlp-failed':
    'Diese Seite konnte ich nicht lesen. Versuch es mit einem anderen Link oder bitte den Betreiber, yt-dlp zu aktualisieren.',
  'live-segments':
    'Diese Art von Livestream kann ich nicht abspielen. Versuch es mit dem direkten Stream des Senders oder einer Aufnahme.',
  'library-login':
    'Der Musikserver lässt mich nicht hinein. Bitte den Betreiber, SUBSONIC_URLS und JELLYFIN_URLS zu prüfen.',
  'no-lyrics':
    'Dazu habe ich keinen Liedtext gefunden. Versuch es mit `/liedtext suche:` und Interpret und Titel.',
  'lyrics-off':
    'Dazu habe ich keinen Liedtext, denn es ist kein Dienst dafür eingerichtet. Bitte den Betreiber, LYRICS_URL zu setzen.',
  'lyrics-away':
    'Der Dienst für Liedtexte antwortet gerade nicht. Versuch es in ein paar Minuten noch einmal.',
  'no-chapters': 'Was gerade läuft, hat keine Kapitel. Geh mit /spulen zu einer Zeit.',
  'scrobble-off':
    'Der Betreiber dieses Bots hat diesen Dienst nicht eingerichtet. Bitte ihn, LISTENBRAINZ_URL oder LASTFM_KEYS zu setzen.',
  'scrobble-token':
    'ListenBrainz kennt dieses Token nicht. Kopiere es noch einmal von listenbrainz.org → Settings und versuch es erneut.',
  'scrobble-unconfirmed':
    'Last.fm sagt, dass du es noch nicht erlaubt hast oder dass es zu lange gedauert hat. Erlaube es auf der Seite oder fang mit `/scrobble link` von vorn an.',
  'scrobble-away': 'Dieser Dienst antwortet gerade nicht. Versuch es in ein paar Minuten wieder.',
  'ffmpeg-missing':
    'Für dieses Format brauche ich FFmpeg, und das ist hier nicht installiert. Versuch es mit einer MP3-, FLAC- oder Ogg-Datei oder bitte den Betreiber, es zu installieren.',
  'decode-failed': 'Diese Datei ist beschädigt. Versuch es mit einer anderen Kopie.',
  'no-progress':
    'Ich habe viel von dieser Datei gelesen und keinen Ton gefunden. Versuch es mit einer anderen Kopie.',
  'cut-short': 'Diese Datei ist abgeschnitten. Versuch es mit einer anderen Kopie.',
  'decoder-crashed':
    'An dieser Datei ist der Decoder abgestürzt. Versuch es mit einer anderen Kopie.',
  'voice-timeout':
    'Discords Sprachserver hat zu lange nicht geantwortet. Versuch es gleich noch einmal.',
  'voice-busy':
    'Ich komme gerade in zu viele Kanäle zugleich. Versuch es in einer Minute noch einmal.',
  'voice-refused':
    'Discord hat die Sprachverbindung abgelehnt. Prüf meine Berechtigungen und versuch es noch einmal.',
  'voice-dave-required':
    'Dieser Kanal braucht eine neuere Verschlüsselung, als ich habe. Bitte den Betreiber, mich zu aktualisieren.',
  'voice-dave-not-ready':
    'Die Verschlüsselung des Kanals kam nicht zustande. Nimm /gehen und versuch es dann gleich noch einmal.',
  'voice-lost': 'Ich bin aus dem Sprachkanal geflogen. Mit /herkommen holst du mich zurück.',
  'channel-gone':
    'Den Sprachkanal, in dem ich war, gibt es nicht mehr. Hol mich mit /herkommen in einen anderen.',
  'engine-lost': 'Meine Tontechnik ist unerwartet ausgefallen. Versuch es gleich noch einmal.',
  'too-many-players':
    'Ich spiele schon auf so vielen Servern, wie der Betreiber erlaubt. Versuch es später noch einmal.',
  'memory-full': 'Für noch einen Server reicht mein Speicher nicht. Versuch es später noch einmal.',
  'database-away':
    'Ich erreiche meine Datenbank nicht, deshalb kann ich hier gerade nicht anfangen. Versuch es in einer Minute noch einmal.',
  'other-process':
    'Eine andere Instanz von mir spielt auf diesem Server. Versuch es gleich noch einmal.',
  'unknown-server':
    'Meine Befehle sind hier, aber ich bin kein Mitglied dieses Servers. Bitte einen Admin, mich auch als Bot einzuladen.',
  'player-away':
    'Den Player dieses Servers erreiche ich gerade nicht. Versuch es gleich noch einmal.',
  'player-late':
    'Ich habe nicht rechtzeitig Antwort bekommen, vielleicht hat es also geklappt. Sieh in /was-läuft nach und versuch es dann noch einmal.',
  superseded:
    'Ein anderer Befehl kam dazwischen. Sieh in /was-läuft nach und versuch es dann noch einmal.',
  'ended-meanwhile':
    'Die Musik wurde beendet, während ich danach gesucht habe. Mit /abspielen kannst du es noch einmal versuchen.',
  starting: 'Ich starte noch. Versuch es gleich noch einmal.',
  'shutting-down': 'Ich fahre gerade herunter. Versuch es in einer Minute noch einmal.',
  internal:
    'Bei mir ist etwas schiefgegangen. Versuch es noch einmal; wenn es dabei bleibt, sag dem Betreiber Bescheid.',
}
