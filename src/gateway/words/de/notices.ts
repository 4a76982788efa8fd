import type { UnplayableCode } from '../../../domain/unplayable.ts'
import { formsOf } from '../forms.ts'
import { formatTime } from '../time.ts'
import type { Title } from '../title.ts'
import { typed } from '../typed.ts'
import type { NoticeWords } from '../words.ts'
import { autoplay, chosenNow } from './autoplay.ts'
import { commands } from './commands.ts'
import { errors } from './errors.ts'
import { filters } from './filters.ts'
import { segmentsIn } from './segments.ts'

const { number, percent, plural } = formsOf('de')

export const notices: NoticeWords = {
  playing: ({ track, more }) =>
    more === 0 ? `Es läuft ${track}` : `Es läuft ${track}, danach ${moreTracks(more)}`,
  queued: ({ track, position, more }) =>
    more === 0
      ? `${track} ist auf Platz ${position} der Warteschlange`
      : `${track} ist auf Platz ${position} der Warteschlange, danach ${moreTracks(more)}`,
  waiting: ({ track, reason }) => WAITING[reason](track),
  starting: ({ track }) => `${track} fängt gleich an.`,
  replaced: ({ track }) => `${track} lief nicht an, weil ein anderer Befehl dazwischenkam.`,
  failed: ({ track, code, sounded }) =>
    sounded
      ? `${track} hörte zu früh auf. ${errors[code]}`
      : `${track} lässt sich nicht abspielen. ${errors[code]}`,
  instead: ({ track, other, code }) =>
    `${other} lässt sich nicht abspielen: ${INSTEAD[code]}. Stattdessen kommt der nächste Treffer: ${track}.`,
  retrying: ({ track }) =>
    `${track} lässt sich gerade nicht abspielen. Ich versuche es weiter; mit /überspringen kommt der nächste Titel.`,
  postponed: ({ track }) =>
    `${track} lässt sich immer noch nicht abspielen. Ich versuche es nach dem nächsten Titel noch einmal.`,
  unreachable: ({ track, kept }) =>
    `${track} lässt sich immer noch nicht abspielen, deshalb habe ich aufgehört. Die Warteschlange bleibt (${number(kept)} Titel): Mit /weiter versuche ich es noch einmal.`,
  'gave-up': ({ kept }) =>
    `Zu viele Titel hintereinander gingen nicht, deshalb habe ich aufgehört. Die Warteschlange bleibt (${number(kept)} Titel): Mit /weiter geht es weiter, mit /leeren ist sie weg.`,
  finished: () => 'Das war der letzte Titel in der Warteschlange.',
  paused: ({ track }) => `${track} ist angehalten.`,
  resumed: ({ track }) => `${track} läuft weiter.`,
  stopped: () => 'Die Musik ist aus und die Warteschlange leer.',
  skipped: ({ track, more, next }) => {
    const skipped =
      more === 0
        ? `${track} ist übersprungen.`
        : `${track} und ${moreTracks(more)} sind übersprungen.`
    return `${skipped} ${next === null ? 'Die Warteschlange ist leer.' : `Als Nächstes: ${next}.`}`
  },
  voted: ({ track, votes, needed, leftMs }) =>
    `Abstimmung, ob ${track} übersprungen wird: ${number(votes)} von ${number(needed)}. Ihr habt noch ${number(Math.ceil(leftMs / 1000))} s: nehmt /abstimmen.`,
  'vote-over': ({ track, votes, needed }) =>
    `Die Abstimmung über ${track} ist vorbei: ${number(votes)} von ${number(needed)} wollten es überspringen.`,
  dj: ({ userId }) => `<@${userId}> leitet jetzt die Musik.`,
  'request-here': () => 'Drück den Knopf, um dir einen Titel zu wünschen.',
  'from-host': ({ text }) => `Vom Betreiber dieses Bots: ${text}`,
  'left-out': ({ track, categories }) =>
    `Ich lasse Teile von ${track} aus, die SponsorBlock so nennt: ${segmentsIn(categories)}.`,
  sought: ({ track, positionMs }) => `${track} ist jetzt bei ${formatTime(positionMs)}.`,
  volume: ({ volume }) => `Lautstärke: ${percent(volume)}`,
  autoplay: ({ mode }) => autoplay[mode],
  chosen: chosenNow,
  'nothing-related': ({ track }) =>
    `Das war der letzte Titel, und Autoplay hat nichts gefunden, was zu ${track} passt.`,
  filters: (told) => filters.say(told.on),
  loop: ({ loop }) => LOOPS[loop],
  removed: ({ track }) => `${track} ist nicht mehr in der Warteschlange.`,
  replayed: ({ track }) => `${track} fängt von vorn an.`,
  'removed-some': ({ count }) =>
    plural(count, {
      one: 'Ein Titel ist nicht mehr in der Warteschlange.',
      other: `${number(count)} Titel sind nicht mehr in der Warteschlange.`,
    }),
  moved: ({ track, position }) => `${track} ist jetzt auf Platz ${position}.`,
  corrected: ({ track, other, position }) =>
    `${track} ist jetzt statt ${other} auf Platz ${position}.`,
  doubtful: ({ track, other }) =>
    `Ich bin nicht sicher, ob ${other} wirklich ${track} ist. Falls nicht, nimmt /falsch den nächsten Treffer.`,
  swapped: ({ track, other }) => `${track} und ${other} haben die Plätze getauscht.`,
  shuffled: ({ count }) =>
    plural(count, {
      one: 'Ein Titel ist gemischt.',
      other: `${number(count)} Titel sind gemischt.`,
    }),
  undone: ({ change, count }) =>
    `${typed(commands, change)} ist rückgängig gemacht. In der Warteschlange: ${number(count)} Titel.`,
  cleared: ({ count }) =>
    plural(count, {
      one: 'Ein Titel ist aus der Warteschlange gelöscht.',
      other: `${number(count)} Titel sind aus der Warteschlange gelöscht.`,
    }),
  joined: ({ channelId, next }) =>
    next === null
      ? `Ich bin jetzt in <#${channelId}>.`
      : `Ich bin jetzt in <#${channelId}>, und ${next} läuft weiter.`,
  left: () => 'Ich habe den Sprachkanal verlassen.',
  'join-queued': ({ waitMs }) => {
    const seconds = Math.ceil(waitMs / 1000)
    const unit = plural(seconds, { one: 'Sekunde', other: 'Sekunden' })
    return `Ich komme gerade in viele Kanäle zugleich. Deiner ist in etwa ${number(seconds)} ${unit} dran.`
  },
  rejoining: () =>
    'Die Verschlüsselung des Kanals ist ausgefallen, deshalb hat mich niemand gehört. Ich komme neu herein.',
  'voice-lost': ({ code, kept }) =>
    kept === 0 ? errors[code] : `${errors[code]} Die Warteschlange bleibt (${number(kept)} Titel).`,
  'left-alone': ({ minutes, kept }) => {
    const unit = plural(minutes, { one: 'Minute', other: 'Minuten' })
    return kept === 0
      ? `${number(minutes)} ${unit} lang hat niemand zugehört, deshalb bin ich gegangen.`
      : `${number(minutes)} ${unit} lang hat niemand zugehört, deshalb bin ich gegangen. Die Warteschlange bleibt (${number(kept)} Titel): Mit /herkommen holst du mich zurück.`
  },
  crashed: ({ track }) =>
    `Beim Öffnen von ${track} bin ich zweimal abgestürzt, deshalb lasse ich es weg. Mit /abspielen kannst du es noch einmal versuchen.`,
  'rest-missing': ({ code }) =>
    `Ich wurde neu gestartet, während noch eine Liste ankam, und habe den Rest nicht bekommen. ${errors[code]}`,
  unreadable: ({ count }) =>
    plural(count, {
      one: 'Einen Titel der gespeicherten Warteschlange konnte ich nicht lesen, deshalb fehlt er. Der Betreiber hat ihn noch.',
      other: `${number(count)} Titel der gespeicherten Warteschlange konnte ich nicht lesen, deshalb fehlen sie. Der Betreiber hat sie noch.`,
    }),
  'asked-to-speak': () =>
    'Ich bin im Publikum dieser Stage und habe mich gemeldet. Ein Moderator muss mich sprechen lassen.',
  unheard: ({ code }) => errors[code],
}

const WAITING = {
  alone: (track: Title) => `${track} fängt an, sobald jemand zum Zuhören da ist.`,
  muted: (track: Title) =>
    `Ein Moderator hat mich stummgeschaltet, deshalb wartet ${track}. Es geht los, sobald ich wieder darf.`,
  suppressed: (track: Title) =>
    `Ich darf hier nicht sprechen, deshalb wartet ${track}, bis ein Moderator mich lässt.`,
}

const LOOPS = {
  off: 'Es wird nichts mehr wiederholt.',
  track: 'Der jetzige Titel wird wiederholt.',
  queue: 'Die ganze Warteschlange wird wiederholt.',
}

const moreTracks = (more: number): string =>
  plural(more, { one: 'noch ein Titel', other: `noch ${number(more)} Titel` })

/** Why a track can't be played. */
const INSTEAD: Readonly<Record<UnplayableCode, string>> = {
  gone: 'Das gibt es nicht mehr',
  'age-limit': 'Es hat eine Altersbeschränkung',
  region: 'Es ist dort gesperrt, wo ich laufe',
  'sign-in': 'Die Seite will dafür eine Anmeldung',
  'host-refused': 'Die Seite sperrt die Adresse, unter der ich laufe',
  drm: 'Es ist kopiergeschützt (DRM)',
  unsupported: 'Ich kenne das Format nicht',
}
