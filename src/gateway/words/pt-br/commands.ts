import { VOLUME } from '../../../domain/schema/sound.ts'
import { LANGUAGE } from '../forms.ts'
import type { CommandWords } from '../words.ts'
import { findingCommands } from './finding.ts'
import { favoritesCommand, playlistCommand } from './playlists.ts'
import { scrobble } from './scrobbles.ts'
import { segmentNames } from './segments.ts'

const STRENGTHS = { 25: '25%', 50: '50%', 75: '75%', 100: '100%' }

const VOLUMES = `de ${VOLUME.minimum} a ${VOLUME.maximum}`

export const commands: CommandWords = {
  ...findingCommands,
  pause: { name: 'pausar', description: 'Pausa a música' },
  resume: { name: 'continuar', description: 'Continua a música' },
  stop: { name: 'parar', description: 'Para a música e limpa a fila' },
  skip: {
    name: 'pular',
    description: 'Pula para a próxima música',
    options: {
      count: { name: 'quantidade', description: 'Quantas músicas pular, contando a atual' },
    },
  },
  previous: { name: 'anterior', description: 'Toca de novo a música anterior' },
  replay: { name: 'recomeçar', description: 'Toca a música atual desde o início' },
  jump: {
    name: 'saltar-para',
    description: 'Toca já uma música da fila; as outras ficam',
    options: { position: { name: 'número', description: 'O número dela em /fila' } },
  },
  voteskip: { name: 'votar', description: 'Vota para pular a música atual' },
  dj: {
    description: 'Passa a música para outra pessoa que está ouvindo',
    options: { member: { name: 'membro', description: 'Quem comanda a música a partir de agora' } },
  },
  seek: {
    name: 'ir-para',
    description: 'Vai para outro ponto da música atual',
    options: { position: { name: 'ponto', description: '1:23, 90 (segundos), +30 ou -10' } },
  },
  chapters: {
    name: 'capítulos',
    description: 'Mostra os capítulos do que está tocando e vai para um deles',
  },
  volume: {
    description: 'Ajusta o volume ou mostra qual é',
    options: { percent: { name: 'porcentagem', description: `${VOLUMES}; 100 é o normal` } },
  },
  filters: {
    name: 'filtros',
    description: 'Muda o som da música',
    subcommands: {
      show: { name: 'mostrar', description: 'Mostra os filtros, com botões para mudar' },
      preset: {
        name: 'predefinição',
        description: 'Liga uma predefinição, além do que já está ligado',
        options: {
          name: { name: 'nome', description: 'Qual, como Nightcore ou 8D' },
          strength: { name: 'intensidade', description: 'Em que medida', choices: STRENGTHS },
        },
      },
      off: { name: 'desligar', description: 'Desliga todos os filtros' },
    },
  },
  speed: {
    name: 'velocidade',
    description: 'Ajusta a velocidade da música ou mostra qual é, sem mudar o tom',
    options: { times: { name: 'fator', description: 'Como 1,25; 1 é o normal' } },
  },
  pitch: {
    name: 'tom',
    description: 'Ajusta o tom da música ou mostra qual é, sem mudar a velocidade',
    options: { times: { name: 'fator', description: 'Como 0,8; 1 é o normal' } },
  },
  loop: {
    name: 'repetir',
    description: 'Repete a música atual ou a fila inteira',
    options: {
      mode: {
        name: 'o-que',
        description: 'O que repetir',
        choices: { off: 'nada', track: 'a música', queue: 'a fila' },
      },
    },
  },
  autoplay: {
    description: 'Escolhe o que toca quando a fila está vazia',
    options: {
      mode: {
        name: 'modo',
        description: 'O que combina com a última música',
        choices: {
          off: 'nada',
          similar: 'músicas parecidas',
          artist: 'o mesmo artista',
          genre: 'o mesmo gênero',
          mixed: 'um pouco de tudo',
        },
      },
    },
  },
  queue: {
    name: 'fila',
    description: 'Mostra o que vem a seguir',
    options: { page: { name: 'página', description: 'Qual página mostrar' } },
  },
  lyrics: {
    name: 'letra',
    description: 'Mostra a letra do que está tocando, ou de outra música',
    options: {
      query: { name: 'busca', description: 'Um artista e um título; sem nada: o que está tocando' },
    },
  },
  nowplaying: { name: 'tocando-agora', description: 'Mostra o que está tocando' },
  remove: {
    name: 'remover',
    description: 'Remove músicas da fila',
    options: {
      position: { name: 'número', description: 'O número dela em /fila, ou vários seguidos: 3-7' },
      by: { name: 'de', description: 'Todas as músicas deste membro' },
      duplicates: { name: 'repetidas', description: 'As músicas repetidas da fila' },
      absent: { name: 'ausentes', description: 'As músicas de quem saiu do canal de voz' },
    },
  },
  move: {
    name: 'mover',
    description: 'Move uma música na fila',
    options: {
      from: { name: 'de', description: 'O número dela em /fila' },
      to: { name: 'para', description: 'O novo número dela' },
    },
  },
  swap: {
    name: 'trocar',
    description: 'Troca duas músicas da fila de lugar',
    options: {
      first: { name: 'primeira', description: 'O número de uma em /fila' },
      second: { name: 'segunda', description: 'O número da outra' },
    },
  },
  wrong: {
    name: 'errada',
    description: 'Troca pelo próximo resultado da sua busca',
    options: {
      position: {
        name: 'número',
        description: 'O número dela em /fila; sem nada: seu último pedido',
      },
    },
  },
  undo: { name: 'desfazer', description: 'Desfaz a última mudança da fila' },
  shuffle: { name: 'embaralhar', description: 'Embaralha a fila' },
  history: {
    name: 'histórico',
    description: 'Mostra o que tocou, o mais recente primeiro',
    options: { page: { name: 'página', description: 'Qual página mostrar' } },
  },
  grab: { name: 'guardar', description: 'Manda a música atual para você' },
  help: {
    name: 'ajuda',
    description: 'Mostra o que eu sei fazer',
    options: { page: { name: 'página', description: 'Qual página mostrar' } },
  },
  clear: { name: 'limpar', description: 'Limpa a fila; a música atual continua tocando' },
  join: { name: 'entrar', description: 'Me traz para o seu canal de voz' },
  leave: { name: 'sair', description: 'Me tira do canal de voz e limpa a fila' },
  playlist: playlistCommand,
  favorites: favoritesCommand,
  scrobble,
  privacy: {
    name: 'privacidade',
    description: 'Mostra ou apaga o que eu guardo deste servidor e de você',
    options: {
      delete: {
        name: 'apagar',
        description: 'O que apagar',
        choices: { mine: 'meus dados', server: 'os dados deste servidor' },
      },
    },
  },
  settings: {
    name: 'configurações',
    description: 'Mostra ou muda as configurações deste servidor',
    options: {
      volume: { description: `O volume no começo: ${VOLUMES}; 100 é o normal` },
      autoplay: {
        description: 'Escolhe o que toca quando a fila está vazia',
        choices: {
          off: 'nada',
          similar: 'músicas parecidas',
          artist: 'o mesmo artista',
          genre: 'o mesmo gênero',
          mixed: 'um pouco de tudo',
        },
      },
      'leave-after': {
        name: 'sair-depois',
        description: 'Minutos até eu sair quando ninguém está ouvindo; 0 quer dizer nunca',
      },
      announcements: {
        name: 'avisos',
        description: 'Como eu digo o que está tocando',
        choices: { card: 'um cartão', lines: 'uma linha por música', none: 'nada' },
      },
      'voice-status': {
        name: 'status-de-voz',
        description: 'Se o status do canal de voz mostra o que está tocando',
      },
      'dj-role': { name: 'cargo-dj', description: 'O cargo cujos membros são DJs' },
      'dj-only': {
        name: 'só-djs',
        description: 'O que só DJs podem fazer',
        choices: {
          off: 'nada',
          control: 'controlar a música',
          everything: 'controlar a música e adicionar músicas',
        },
      },
      'vote-skip': {
        name: 'votos',
        description: 'Porcentagem de ouvintes que precisa votar para pular; 0 é sem votação',
      },
      home: { name: 'canal-fixo', description: 'O canal de voz onde fico dia e noite' },
      'text-channels': {
        name: 'canais-de-texto',
        description: 'O canal de texto onde aceito comandos',
      },
      'voice-channels': {
        name: 'canais-de-voz',
        description: 'O canal de voz para onde podem me chamar',
      },
      'blocked-words': {
        name: 'palavras-bloqueadas',
        description: 'Palavras que nenhuma música pode ter, separadas por vírgulas',
      },
      'allowed-sources': {
        name: 'fontes-permitidas',
        description: 'De onde as músicas podem vir: library, youtube, example.com …',
      },
      'blocked-sources': {
        name: 'fontes-bloqueadas',
        description: 'De onde nenhuma música pode vir: library, youtube, example.com …',
      },
      'fair-order': { name: 'revezar', description: 'Se quem pede músicas se reveza' },
      duplicates: {
        name: 'repetidas',
        description: 'O que acontece com uma música que já está na fila',
        choices: { allow: 'colocar', warn: 'colocar e avisar', block: 'deixar de fora' },
      },
      'max-minutes': {
        name: 'minutos-máximos',
        description: 'A música mais longa em minutos; 0 é sem limite',
      },
      'max-per-member': {
        name: 'máximo-por-membro',
        description: 'Quantas músicas de um membro podem esperar; 0 é sem limite',
      },
      'max-queue': {
        name: 'máximo-na-fila',
        description: 'Quantas músicas podem esperar; 0 é quantas couberem',
      },
      'leave-out': {
        description:
          'Partes de vídeos do YouTube a pular; quem hospeda o bot precisa usar o SponsorBlock',
        choices: segmentNames,
      },
      library: {
        name: 'biblioteca',
        description: 'Se os membros encontram a biblioteca de quem me hospeda',
      },
      'request-channel': {
        name: 'canal-de-pedidos',
        description: 'O canal de texto onde se pede música',
      },
      language: {
        name: 'idioma',
        description: 'O idioma em que escrevo',
        choices: { auto: 'o idioma do servidor', ...LANGUAGE },
      },
    },
  },
  owner: {
    name: 'dono',
    description: 'Para os donos deste bot',
    subcommands: {
      announce: {
        name: 'anunciar',
        description: 'Escreve algo onde estiver tocando música',
        options: { text: { name: 'texto', description: 'O que escrever' } },
      },
      servers: { name: 'servidores', description: 'Mostra os servidores onde estou' },
      leave: {
        name: 'sair',
        description: 'Sai de um servidor',
        options: {
          server: { name: 'servidor', description: 'O ID dele, como em /dono servidores' },
        },
      },
      reload: { name: 'recarregar', description: 'Usa o yt-dlp como está instalado' },
      sources: { name: 'fontes', description: 'Mostra como estão as fontes de música' },
    },
  },
}
