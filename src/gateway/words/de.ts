import { chosen } from './de/autoplay.ts'
import { card } from './de/card.ts'
import { chapters } from './de/chapters.ts'
import { commands } from './de/commands.ts'
import { errors } from './de/errors.ts'
import { filters } from './de/filters.ts'
import { finding, menus } from './de/finding.ts'
import { lyrics } from './de/lyrics.ts'
import { notices } from './de/notices.ts'
import { owner } from './de/owner.ts'
import { playlists } from './de/playlists.ts'
import { privacy } from './de/privacy.ts'
import { scrobbles } from './de/scrobbles.ts'
import { settings } from './de/settings.ts'
import { formsOf } from './forms.ts'
import type { Words } from './words.ts'

const { number, percent, plural } = formsOf('de')

/** German, as friends talk. */
export const de: Words = {
  locales: ['de'],
  notices,
  errors,
  commands,
  finding,
  menus,
  lyrics,
  playlists,
  queue: {
    silence: 'Gerade läuft nichts.',
    now: (title) => `Jetzt: ${title}`,
    page: (page, pages) => `Seite ${number(page)} von ${number(pages)}`,
    queued: (count) => `${number(count)} in der Warteschlange`,
    moreThan: (time) => `mehr als ${time}`,
    live: 'live',
    loop: (mode) => ({ track: 'Titel wiederholen', queue: 'Warteschlange wiederholen' })[mode],
    pick: 'Danach: wähle, was jetzt laufen soll',
    drop: 'Einen entfernen',
  },
  list: {
    adding: (count, total) =>
      total === null
        ? `Ich füge Titel hinzu, bisher ${number(count)}.`
        : `Ich füge Titel hinzu: ${number(count)} von ${number(total)}.`,
    added: (count) => `${number(count)} Titel hinzugefügt.`,
    ended: (count) =>
      plural(count, {
        one: 'Nach einem Titel beendet.',
        other: `Nach ${number(count)} Titeln beendet.`,
      }),
    failed: (count, code) => `${number(count)} Titel hinzugefügt, der Rest fehlt. ${errors[code]}`,
  },
  remarks: {
    left: (count) =>
      plural(count, {
        one: 'Einen Titel habe ich weggelassen: zu lang, schon da oder mehr, als dieser Server nimmt.',
        other: `${number(count)} Titel habe ich weggelassen: zu lang, schon da oder mehr, als dieser Server nimmt.`,
      }),
    twice: (count) =>
      plural(count, {
        one: 'Ein Titel davon war schon in der Warteschlange.',
        other: `${number(count)} Titel davon waren schon in der Warteschlange.`,
      }),
  },
  past: {
    played: 'Was lief, das Neueste zuerst:',
    sent: 'Ich habe dir den Titel als Direktnachricht geschickt.',
    more: 'mehr mit /hilfe und einer Seite',
  },
  card,
  buttons: { pause: 'Anhalten', request: 'Wünschen', resume: 'Weiter' },
  requests: {
    typeHere: 'Oder tipp hier, was du hören willst.',
    typed: 'Auch was dort getippt wird, ist ein Wunsch.',
    untyped:
      'Was dort getippt wird, lese ich nicht: dafür verlangt Discord den Intent „Message Content“, und mein Betreiber muss MESSAGE_CONTENT setzen.',
  },
  nowPlaying: {
    waiting: {
      alone: (title) => `${title} wartet, bis jemand zuhört`,
      muted: (title) => `Ein Moderator hat mich stummgeschaltet, deshalb wartet ${title}`,
      suppressed: (title) => `Ich darf hier nicht sprechen, deshalb wartet ${title}`,
      encryption: (title) => `${title} wartet auf die Verschlüsselung des Kanals`,
      source: (title) => `${title} wartet auf Nachschub`,
      retry: (title) => `${title} lässt sich gerade nicht abspielen. Ich versuche es weiter.`,
      voice: (title) => `Ich verbinde mich, dann läuft ${title}`,
    },
    live: (time) => `live · ${time}`,
    before: (titles) => `Davor: ${titles.join(' · ')}`,
    requestedBy: (mention) => `Gewünscht von ${mention}`,
    chosen,
    volume: (value) => `Lautstärke ${percent(value)}`,
  },
  filters,
  settings,
  owner,
  privacy,
  scrobbles,
  chapters,
}
