import { formsOf } from '../forms.ts'
import { type ScrobbleCommandWords, type ScrobbleWords, SERVICE_NAMES } from '../scrobbles.ts'

const { number } = formsOf('pt-BR')

export const scrobbles: ScrobbleWords = {
  linked: (service, name) =>
    `Sua conta do ${service} está vinculada, como ${name}. O que você ouve comigo conta lá como ouvido: músicas de mais de 30 segundos, quando metade delas ou quatro minutos tiverem tocado. Enquanto você estiver ensurdecido, nada conta.`,
  allow: 'Abra o Last.fm, permita lá, volte e aperte o segundo botão.',
  open: 'Abrir o Last.fm',
  allowed: 'Já permiti',
  unlinked: (service) =>
    service === null
      ? 'Suas contas não estão mais vinculadas, e o que esperava por elas foi apagado.'
      : `${service} não está mais vinculado, e o que esperava foi apagado.`,
  nothingLinked: 'Você não vinculou nenhuma conta. Faça isso com /scrobble link.',
  status: (service, name, waiting) =>
    waiting === 0
      ? `${service}: vinculado como ${name}`
      : `${service}: ${name} · ${number(waiting)} esperando a resposta`,
  refused: (service, name) =>
    `${service}: ${name} · não aceita mais o que eu envio. Vincule de novo com /scrobble link.`,
  token: 'Seu token do ListenBrainz',
  tokenHint: 'Você o encontra em listenbrainz.org → Settings',
}

export const scrobble: ScrobbleCommandWords = {
  description: 'Guarde o que você ouve na sua conta do ListenBrainz ou do Last.fm',
  subcommands: {
    link: {
      description: 'Vincular uma conta',
      options: { service: { description: 'Qual serviço', choices: SERVICE_NAMES } },
    },
    unlink: {
      description: 'Desvincular uma conta',
      options: { service: { description: 'Qual serviço', choices: SERVICE_NAMES } },
    },
    status: { description: 'Mostrar quais contas você vinculou' },
  },
}
