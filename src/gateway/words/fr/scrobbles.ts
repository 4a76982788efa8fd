import { formsOf } from '../forms.ts'
import { type ScrobbleCommandWords, type ScrobbleWords, SERVICE_NAMES } from '../scrobbles.ts'

const { number } = formsOf('fr')

export const scrobbles: ScrobbleWords = {
  linked: (service, name) =>
    `Tu es relié à ${service} sous le nom ${name}. Ce que tu écoutes avec moi y compte comme écouté\u202f: les morceaux de plus de 30 secondes, dès que la moitié ou quatre minutes ont été jouées. Tant que tu es en sourdine, rien ne compte.`,
  allow: 'Ouvre Last.fm, donne l’autorisation là-bas, puis reviens et appuie sur le second bouton.',
  open: 'Ouvrir Last.fm',
  allowed: 'J’ai donné l’autorisation',
  unlinked: (service) =>
    service === null
      ? 'Tes comptes ne sont plus reliés, et ce qui attendait pour eux est supprimé.'
      : `${service} n’est plus relié, et ce qui attendait est supprimé.`,
  nothingLinked: 'Tu n’as relié aucun compte. Fais-le avec /scrobble link.',
  status: (service, name, waiting) =>
    waiting === 0
      ? `${service}\u202f: relié sous le nom ${name}`
      : `${service}\u202f: ${name} · ${number(waiting)} en attente d’une réponse`,
  refused: (service, name) =>
    `${service}\u202f: ${name} · n’accepte plus ce que j’envoie. Relie-le de nouveau avec /scrobble link.`,
  token: 'Ton jeton ListenBrainz',
  tokenHint: 'Il se trouve sur listenbrainz.org → Settings',
}

export const scrobble: ScrobbleCommandWords = {
  description: 'Garder ce que tu écoutes dans ton compte ListenBrainz ou Last.fm',
  subcommands: {
    link: {
      description: 'Relier un compte',
      options: { service: { description: 'Quel service', choices: SERVICE_NAMES } },
    },
    unlink: {
      description: 'Ne plus relier un compte',
      options: { service: { description: 'Quel service', choices: SERVICE_NAMES } },
    },
    status: { description: 'Montrer les comptes que tu as reliés' },
  },
}
