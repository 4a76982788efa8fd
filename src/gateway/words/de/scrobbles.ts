import { formsOf } from '../forms.ts'
import { type ScrobbleCommandWords, type ScrobbleWords, SERVICE_NAMES } from '../scrobbles.ts'

const { number } = formsOf('de')

export const scrobbles: ScrobbleWords = {
  linked: (service, name) =>
    `Du bist mit ${service} verknüpft, als ${name}. Was du bei mir hörst, zählt dort als gehört: Titel von mehr als 30 Sekunden, sobald die Hälfte oder vier Minuten gespielt sind. Solange du nichts hörst, weil du taub geschaltet bist, zählt nichts.`,
  allow: 'Öffne Last.fm, erlaube es dort, komm zurück und drück den zweiten Knopf.',
  open: 'Last.fm öffnen',
  allowed: 'Ich habe es erlaubt',
  unlinked: (service) =>
    service === null
      ? 'Deine Konten sind nicht mehr verknüpft, und was für sie bereitlag, ist gelöscht.'
      : `${service} ist nicht mehr verknüpft, und was dafür bereitlag, ist gelöscht.`,
  nothingLinked: 'Du hast kein Konto verknüpft. Das geht mit /scrobble link.',
  status: (service, name, waiting) =>
    waiting === 0
      ? `${service}: verknüpft als ${name}`
      : `${service}: ${name} · ${number(waiting)} warten, bis der Dienst antwortet`,
  refused: (service, name) =>
    `${service}: ${name} · nimmt nicht mehr an, was ich sende. Verknüpfe es mit /scrobble link neu.`,
  token: 'Dein ListenBrainz-Token',
  tokenHint: 'Du findest es auf listenbrainz.org → Settings',
}

export const scrobble: ScrobbleCommandWords = {
  description: 'Merkt in deinem Konto bei ListenBrainz oder Last.fm, was du hörst',
  subcommands: {
    link: {
      description: 'Ein Konto verknüpfen',
      options: { service: { description: 'Welcher Dienst', choices: SERVICE_NAMES } },
    },
    unlink: {
      description: 'Ein Konto nicht mehr verknüpfen',
      options: { service: { description: 'Welcher Dienst', choices: SERVICE_NAMES } },
    },
    status: { description: 'Zeigen, welche Konten du verknüpft hast' },
  },
}
