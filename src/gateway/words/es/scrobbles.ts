import { type ScrobbleCommandWords, type ScrobbleWords, SERVICE_NAMES } from '../scrobbles.ts'
import { number } from './forms.ts'

export const scrobbles: ScrobbleWords = {
  linked: (service, name) =>
    `Tu cuenta de ${service} está vinculada, como ${name}. Lo que oyes conmigo cuenta allí como escuchado: canciones de más de 30 segundos, en cuanto suene la mitad o cuatro minutos. Mientras estés ensordecido, no cuenta nada.`,
  allow: 'Abre Last.fm, permítelo allí, vuelve y pulsa el segundo botón.',
  open: 'Abrir Last.fm',
  allowed: 'Ya lo he permitido',
  unlinked: (service) =>
    service === null
      ? 'Tus cuentas ya no están vinculadas, y lo que esperaba para ellas está borrado.'
      : `${service} ya no está vinculado, y lo que esperaba está borrado.`,
  nothingLinked: 'No has vinculado ninguna cuenta. Hazlo con /scrobble link.',
  status: (service, name, waiting) =>
    waiting === 0
      ? `${service}: vinculado como ${name}`
      : `${service}: ${name} · ${number(waiting)} a la espera de que responda`,
  refused: (service, name) =>
    `${service}: ${name} · ya no acepta lo que envío. Vincúlalo otra vez con /scrobble link.`,
  token: 'Tu token de ListenBrainz',
  tokenHint: 'Lo encuentras en listenbrainz.org → Settings',
}

export const scrobble: ScrobbleCommandWords = {
  description: 'Guarda lo que oyes en tu cuenta de ListenBrainz o Last.fm',
  subcommands: {
    link: {
      description: 'Vincular una cuenta',
      options: { service: { description: 'Qué servicio', choices: SERVICE_NAMES } },
    },
    unlink: {
      description: 'Desvincular una cuenta',
      options: { service: { description: 'Qué servicio', choices: SERVICE_NAMES } },
    },
    status: { description: 'Ver qué cuentas has vinculado' },
  },
}
