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

const { number, percent, plural } = formsOf('pt-BR')

export const notices: NoticeWords = {
  playing: ({ track, more }) =>
    more === 0 ? `Tocando ${track}` : `Tocando ${track}, e depois ${moreTracks(more)}`,
  queued: ({ track, position, more }) =>
    more === 0
      ? `${track} está na posição ${position} da fila`
      : `${track} está na posição ${position} da fila, e depois ${moreTracks(more)}`,
  waiting: ({ track, reason }) => WAITING[reason](track),
  starting: ({ track }) => `${track} já vai começar.`,
  replaced: ({ track }) => `${track} não começou porque outro comando veio antes.`,
  failed: ({ track, code, sounded }) =>
    sounded
      ? `${track} parou antes da hora. ${errors[code]}`
      : `Não consigo tocar ${track}. ${errors[code]}`,
  instead: ({ track, other, code }) =>
    `Não consigo tocar ${other}: ${INSTEAD[code]}. O próximo resultado fica no lugar: ${track}.`,
  retrying: ({ track }) =>
    `Não consigo tocar ${track} agora. Vou continuar tentando; use /pular para ir para a próxima.`,
  postponed: ({ track }) =>
    `Ainda não consigo tocar ${track}. Vou tentar de novo depois da próxima música.`,
  unreachable: ({ track, kept }) =>
    `Ainda não consigo tocar ${track}, então parei. A fila continua aqui (${tracks(kept)}): use /continuar para tentar de novo.`,
  'gave-up': ({ kept }) =>
    `Músicas demais falharam seguidas, então parei. A fila continua aqui (${tracks(kept)}): use /continuar para seguir ou /limpar para apagar tudo.`,
  finished: () => 'Essa era a última música da fila.',
  paused: ({ track }) => `${track} está em pausa.`,
  resumed: ({ track }) => `${track} voltou a tocar.`,
  stopped: () => 'Parei a música e limpei a fila.',
  skipped: ({ track, more, next }) => {
    const skipped = more === 0 ? track : `${track} e ${moreTracks(more)}`
    return `Pulei ${skipped}. ${next === null ? 'A fila está vazia.' : `Agora vem ${next}.`}`
  },
  voted: ({ track, votes, needed, leftMs }) =>
    `Votação para pular ${track}: ${number(votes)} de ${number(needed)}. Restam ${number(Math.ceil(leftMs / 1000))} s: usem /votar.`,
  'vote-over': ({ track, votes, needed }) =>
    `A votação para pular ${track} acabou: ${number(votes)} de ${number(needed)} queriam.`,
  dj: ({ userId }) => `<@${userId}> comanda a música agora.`,
  'request-here': () => 'Aperte o botão para pedir uma música.',
  'from-host': ({ text }) => `De quem me hospeda: ${text}`,
  'left-out': ({ track, categories }) =>
    `Eu pulo partes de ${track} que o SponsorBlock marca assim: ${segmentsIn(categories)}.`,
  sought: ({ track, positionMs }) => `${track} agora está em ${formatTime(positionMs)}.`,
  volume: ({ volume }) => `Volume: ${percent(volume)}`,
  autoplay: ({ mode }) => autoplay[mode],
  chosen: chosenNow,
  'nothing-related': ({ track }) =>
    `Essa era a última música, e a reprodução automática não achou nada que combine com ${track}.`,
  filters: (told) => filters.say(told.on),
  loop: ({ loop }) => LOOPS[loop],
  removed: ({ track }) => `Removi ${track} da fila.`,
  replayed: ({ track }) => `${track} recomeça do início.`,
  'removed-some': ({ count }) => `Removi ${tracks(count)} da fila.`,
  moved: ({ track, position }) => `${track} agora está na posição ${position}.`,
  corrected: ({ track, other, position }) =>
    `${track} entrou no lugar de ${other} na posição ${position}.`,
  doubtful: ({ track, other }) =>
    `Não tenho certeza de que ${other} seja ${track}. Caso não seja, use /errada para ouvir o próximo resultado.`,
  swapped: ({ track, other }) => `${track} e ${other} trocaram de lugar.`,
  shuffled: ({ count }) => `Embaralhei ${tracks(count)}.`,
  undone: ({ change, count }) => `Desfiz ${typed(commands, change)}. A fila tem ${tracks(count)}.`,
  cleared: ({ count }) => `Tirei ${tracks(count)} da fila.`,
  joined: ({ channelId, next }) =>
    next === null
      ? `Entrei em <#${channelId}>.`
      : `Entrei em <#${channelId}>, e ${next} voltou a tocar.`,
  left: () => 'Saí do canal de voz.',
  'join-queued': ({ waitMs }) => {
    const seconds = Math.ceil(waitMs / 1000)
    const unit = plural(seconds, { one: 'segundo', many: 'de segundos', other: 'segundos' })
    return `Estou entrando em muitos canais ao mesmo tempo. A vez do seu chega em cerca de ${number(seconds)} ${unit}.`
  },
  rejoining: () => 'A criptografia do canal falhou e ninguém me ouvia. Estou entrando de novo.',
  'voice-lost': ({ code, kept }) =>
    kept === 0 ? errors[code] : `${errors[code]} A fila continua aqui (${tracks(kept)}).`,
  'left-alone': ({ minutes, kept }) => {
    const unit = plural(minutes, { one: 'minuto', many: 'de minutos', other: 'minutos' })
    const gone = `Ninguém ouviu por ${number(minutes)} ${unit}, então eu saí.`
    return kept === 0
      ? gone
      : `${gone} A fila continua aqui (${tracks(kept)}): use /entrar para me trazer de volta.`
  },
  crashed: ({ track }) =>
    `Travei duas vezes ao abrir ${track}, então deixei de fora. Use /tocar se quiser tentar de novo.`,
  'rest-missing': ({ code }) =>
    `Reiniciei enquanto uma lista ainda chegava e não consegui o resto dela. ${errors[code]}`,
  unreadable: ({ count }) =>
    plural(count, {
      one: `Não consegui ler ${tracks(count)} da fila salva, então deixei de fora. Quem me hospeda ainda tem.`,
      other: `Não consegui ler ${tracks(count)} da fila salva, então deixei todas de fora. Quem me hospeda ainda tem.`,
    }),
  'asked-to-speak': () =>
    'Estou na plateia deste palco e pedi para falar. Um moderador precisa deixar.',
  unheard: ({ code }) => errors[code],
}

const WAITING = {
  alone: (track: Title) => `${track} começa assim que alguém chegar para ouvir.`,
  muted: (track: Title) =>
    `Um moderador me silenciou, então ${track} está esperando. Começa quando eu puder falar.`,
  suppressed: (track: Title) =>
    `Não tenho permissão para falar aqui, então ${track} está esperando um moderador deixar.`,
}

const LOOPS = {
  off: 'Nada se repete agora.',
  track: 'Repetindo a música atual.',
  queue: 'Repetindo a fila inteira.',
}

const tracks = (count: number): string =>
  `${number(count)} ${plural(count, { one: 'música', many: 'de músicas', other: 'músicas' })}`
const moreTracks = (more: number): string =>
  `mais ${number(more)} ${plural(more, { one: 'música', many: 'de músicas', other: 'músicas' })}`

/** Why a track can't be played. */
const INSTEAD: Readonly<Record<UnplayableCode, string>> = {
  gone: 'isso não existe mais',
  'age-limit': 'tem restrição de idade',
  region: 'está bloqueado onde estou hospedado',
  'sign-in': 'o site pede login',
  'host-refused': 'o site bloqueia o endereço onde estou hospedado',
  drm: 'é protegido contra cópia (DRM)',
  unsupported: 'não conheço esse formato',
}
