import { formsOf } from './forms.ts'
import { chosen } from './pt-br/autoplay.ts'
import { card } from './pt-br/card.ts'
import { chapters } from './pt-br/chapters.ts'
import { commands } from './pt-br/commands.ts'
import { errors } from './pt-br/errors.ts'
import { filters } from './pt-br/filters.ts'
import { finding, menus } from './pt-br/finding.ts'
import { lyrics } from './pt-br/lyrics.ts'
import { notices } from './pt-br/notices.ts'
import { owner } from './pt-br/owner.ts'
import { playlists } from './pt-br/playlists.ts'
import { privacy } from './pt-br/privacy.ts'
import { scrobbles } from './pt-br/scrobbles.ts'
import { settings } from './pt-br/settings.ts'
import type { Words } from './words.ts'

const { number, percent, plural } = formsOf('pt-BR')

const tracks = (count: number) =>
  `${number(count)} ${plural(count, { one: 'música', many: 'de músicas', other: 'músicas' })}`

/** Brazilian Portuguese, as friends talk, and with “você”, as Discord’s own client. */
export const ptBR: Words = {
  locales: ['pt-BR'],
  notices,
  errors,
  commands,
  finding,
  menus,
  lyrics,
  playlists,
  queue: {
    silence: 'Não tem nada tocando.',
    now: (title) => `Agora: ${title}`,
    page: (page, pages) => `Página ${number(page)} de ${number(pages)}`,
    queued: (count) => `${number(count)} na fila`,
    moreThan: (time) => `mais de ${time}`,
    live: 'ao vivo',
    loop: (mode) => ({ track: 'repetindo a música', queue: 'repetindo a fila' })[mode],
    pick: 'Na sequência: escolha uma para tocar agora',
    drop: 'Remover uma',
  },
  list: {
    adding: (count, total) =>
      total === null
        ? `Adicionando músicas, ${number(count)} por enquanto.`
        : `Adicionando músicas: ${number(count)} de ${number(total)}.`,
    added: (count) => `Adicionei ${tracks(count)}.`,
    ended: (count) => `Parei depois de adicionar ${tracks(count)}.`,
    failed: (count, code) => `Adicionei ${tracks(count)}, mas não o resto. ${errors[code]}`,
  },
  remarks: {
    left: (count) =>
      `Deixei ${tracks(count)} de fora por causa da duração, das repetições ou dos limites deste servidor.`,
    twice: (count) => `Já estavam na fila: ${number(count)}.`,
  },
  past: {
    played: 'O que tocou, o mais recente primeiro:',
    sent: 'Mandei essa música para você por mensagem direta.',
    more: 'mais com /ajuda e uma página',
  },
  card,
  buttons: { pause: 'Pausar', request: 'Pedir', resume: 'Continuar' },
  requests: {
    typeHere: 'Ou escreva aqui o que quer ouvir.',
    typed: 'O que se escreve lá também é um pedido.',
    untyped:
      'Não leio o que se escreve lá: para isso, o Discord exige o intent “Message Content”, e quem me hospeda precisa ativar MESSAGE_CONTENT.',
  },
  nowPlaying: {
    waiting: {
      alone: (title) => `Esperando alguém chegar para ouvir ${title}`,
      muted: (title) => `Um moderador me silenciou, então ${title} está esperando`,
      suppressed: (title) => `Não tenho permissão para falar aqui, então ${title} está esperando`,
      encryption: (title) => `Esperando a criptografia do canal para tocar ${title}`,
      source: (title) => `${title} ainda está carregando`,
      retry: (title) => `Não consigo tocar ${title} agora. Vou continuar tentando.`,
      voice: (title) => `Conectando para tocar ${title}`,
    },
    live: (time) => `ao vivo · ${time}`,
    before: (titles) => `Antes: ${titles.join(' · ')}`,
    requestedBy: (mention) => `Pedido de ${mention}`,
    chosen,
    volume: (value) => `volume em ${percent(value)}`,
  },
  filters,
  settings,
  owner,
  privacy,
  scrobbles,
  chapters,
}
