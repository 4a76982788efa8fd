import { formsOf, LANGUAGE, mentions } from '../forms.ts'
import type { SettingsWords } from '../words.ts'
import { autoplayAtStart } from './autoplay.ts'
import { segmentsIn } from './segments.ts'

const { number, percent, plural, list } = formsOf('pt-BR')

export const settings: SettingsWords = {
  title: 'Configurações',
  choose: 'O que você quer mudar?',
  on: 'Ativado',
  off: 'Desativado',
  reset: 'Redefinir tudo',
  resetAsk: 'Quer que eu redefina todas as configurações deste servidor?',
  keep: 'Deixar como está',
  log: 'Quem mudou o quê',
  logNone: 'Ninguém mudou nada nos últimos 30 dias.',
  aKey: (id) => `chave ${id}`,
  fields: {
    volume: {
      label: 'Volume no começo',
      say: (value) => `Eu começo com o volume em ${percent(value)}.`,
    },
    autoplay: {
      label: 'Reprodução automática no começo',
      say: (mode) => autoplayAtStart[mode],
    },
    leaveAloneAfterMin: {
      label: 'Sair quando ninguém está ouvindo',
      say: (minutes) =>
        minutes === 0
          ? 'Quando ninguém está ouvindo, eu fico.'
          : `Quando ninguém está ouvindo, eu saio depois de ${number(minutes)} ${plural(minutes, { one: 'minuto', many: 'de minutos', other: 'minutos' })}.`,
    },
    announcements: {
      label: 'Avisos',
      say: (way) =>
        ({
          card: 'Um cartão no canal de texto mostra o que está tocando.',
          lines: 'Eu posto no canal de texto o que está tocando.',
          none: 'Eu só respondo aos comandos e não posto mais nada.',
        })[way],
    },
    voiceStatus: {
      label: 'Status do canal de voz',
      say: (on) =>
        on
          ? 'O status do canal de voz mostra o que está tocando.'
          : 'Eu não mexo no status do canal de voz.',
    },
    djRoleId: {
      label: 'Cargo de DJ',
      say: (role) =>
        role === null
          ? 'São DJs os admins e quem me chamou.'
          : `Os membros de <@&${role}> são DJs.`,
    },
    djOnly: {
      label: 'Só para DJs',
      say: (what) =>
        ({
          off: 'Todos no meu canal controlam a música.',
          control: 'Só DJs controlam a música; todos podem adicionar músicas.',
          everything: 'Só DJs controlam a música e adicionam músicas.',
        })[what],
    },
    voteSkipPercent: {
      label: 'Votos para pular',
      say: (value) =>
        value === 0
          ? 'Ninguém precisa votar para pular uma música.'
          : `Para pular a música de outra pessoa, ${percent(value)} de quem está ouvindo precisa votar.`,
    },
    homeChannelId: {
      label: 'Canal fixo (24/7)',
      say: (channel) =>
        channel === null
          ? 'Não tenho nenhum canal para ficar dia e noite.'
          : `Fico dia e noite em <#${channel}>, a não ser que alguém me mande embora.`,
    },
    textChannelIds: {
      label: 'Canais de texto',
      say: (ids) =>
        ids.length === 0
          ? 'Aceito comandos em todos os canais de texto.'
          : `Aceito comandos em ${mentions(ids)}.`,
    },
    voiceChannelIds: {
      label: 'Canais de voz',
      say: (ids) =>
        ids.length === 0 ? 'Toco em todos os canais de voz.' : `Só toco em ${mentions(ids)}.`,
    },
    blockedWords: {
      label: 'Palavras bloqueadas',
      say: (texts) =>
        texts.length === 0
          ? 'Nenhuma palavra está bloqueada.'
          : `Músicas com estas palavras estão bloqueadas: ${list(texts)}`,
    },
    allowedSources: {
      label: 'Fontes permitidas',
      say: (texts) =>
        texts.length === 0
          ? 'As músicas podem vir de qualquer lugar.'
          : `As músicas só vêm de: ${list(texts)}`,
    },
    blockedSources: {
      label: 'Fontes bloqueadas',
      say: (texts) =>
        texts.length === 0 ? 'Nenhuma fonte está bloqueada.' : `Nada vem de: ${list(texts)}`,
    },
    fairOrder: {
      label: 'Revezamento',
      say: (fair) =>
        fair ? 'Quem pede músicas se reveza.' : 'As músicas tocam na ordem em que foram pedidas.',
    },
    duplicates: {
      label: 'Repetidas',
      say: (policy) =>
        ({
          allow: 'Uma música pode ser pedida várias vezes.',
          warn: 'Uma música pode ser pedida várias vezes; eu aviso.',
          block: 'O que já está na fila não entra de novo.',
        })[policy],
    },
    maxTrackMin: {
      label: 'Duração máxima',
      say: (minutes) =>
        minutes === 0
          ? 'Uma música pode ter qualquer duração.'
          : `Uma música pode durar ${number(minutes)} ${plural(minutes, { one: 'minuto', many: 'de minutos', other: 'minutos' })}.`,
    },
    maxPerMember: {
      label: 'Músicas por membro',
      say: (count) =>
        count === 0
          ? 'Cada membro pode pedir quantas músicas quiser.'
          : `Músicas na fila por membro: ${number(count)}.`,
    },
    maxQueue: {
      label: 'Tamanho da fila',
      say: (count) =>
        count === 0
          ? 'A fila aceita tudo o que couber.'
          : `Músicas na fila: ${number(count)} no máximo.`,
    },
    libraryVisible: {
      label: 'Biblioteca',
      say: (visible) =>
        visible
          ? 'A biblioteca de músicas de quem me hospeda está aberta aos membros.'
          : 'A biblioteca de músicas de quem me hospeda está escondida.',
    },
    skippedSegments: {
      label: 'O que é pulado nos vídeos',
      say: (categories) =>
        categories.length === 0
          ? 'Eu toco os vídeos do YouTube inteiros.'
          : `Nos vídeos do YouTube, eu pulo: ${segmentsIn(categories)}, se quem hospeda este bot usa o SponsorBlock.`,
    },
    requestChannelId: {
      label: 'Canal de pedidos',
      say: (channel) =>
        channel === null
          ? 'Nenhum canal está definido para pedidos.'
          : `Em <#${channel}> dá para pedir música com um botão.`,
    },
    language: {
      label: 'Idioma',
      say: (language) =>
        language === 'auto'
          ? 'Escrevo no idioma deste servidor.'
          : `Escrevo neste idioma: ${LANGUAGE[language]}.`,
    },
  },
}
