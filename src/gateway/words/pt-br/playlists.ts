import { formsOf } from '../forms.ts'
import type { FavoritesCommandWords, PlaylistCommandWords, PlaylistWords } from '../playlists.ts'

const { number, plural } = formsOf('pt-BR')

const tracks = (count: number) =>
  `${number(count)} ${plural(count, { one: 'música', many: 'de músicas', other: 'músicas' })}`

export const playlists: PlaylistWords = {
  favorites: { own: 'seus favoritos', server: 'favoritos do servidor' },
  created: (name) => `A playlist ${name} foi criada. Encha com /playlist adicionar.`,
  added: (name, count) => `Adicionei ${tracks(count)} em ${name}.`,
  kept: (track, name) => `Adicionei ${track} em ${name}.`,
  removed: (track, name) => `Removi ${track} de ${name}.`,
  removedMany: (count, name) => `Removi ${tracks(count)} de ${name}.`,
  moved: (track, position, name) => `${track} agora tem o número ${number(position)} em ${name}.`,
  renamed: (from, to) => `${from} agora se chama ${to}.`,
  deleted: (name) => `Excluí ${name}.`,
  hidden: (name) => `${name} não aparece mais aqui. O dono ainda tem.`,
  deduped: (name, count) =>
    count === 0
      ? `Não tem nada repetido em ${name}.`
      : `Removi ${tracks(count)} que ${plural(count, { one: 'se repetia', other: 'se repetiam' })} em ${name}.`,
  shared: (name, whom) =>
    whom === null
      ? `Todo mundo neste servidor já pode ver e tocar ${name}.`
      : `${whom} já pode ver e tocar ${name}.`,
  unshared: (name, whom) =>
    whom === null
      ? `Este servidor não tem mais acesso a ${name}.`
      : `${whom} não tem mais acesso a ${name}.`,
  imported: (name, count, skipped) =>
    skipped === 0
      ? `A playlist ${name} foi criada com ${tracks(count)}.`
      : `A playlist ${name} foi criada com ${tracks(count)}. Deixei de fora ${number(skipped)} sem título nem link.`,
  updated: (name, count) =>
    count === 0
      ? `Não tem nada novo no link de ${name}.`
      : `Adicionei ${tracks(count)} em ${name}, do link dela.`,
  exported: (name, count) =>
    `Aqui está ${name}, com ${tracks(count)}. Para usar em outro lugar, use /playlist importar.`,
  arriving: {
    link: 'Falta uma parte: a importação está em andamento ou foi interrompida. Se não chegar mais nada, use /playlist atualizar.',
    file: 'Falta uma parte: a importação está em andamento ou foi interrompida. Se não chegar mais nada, apague a playlist e importe o arquivo de novo.',
  },
  unreadable: '(uma música que eu não consigo ler)',
  overview: {
    none: 'Ainda não tem playlists aqui. Crie uma com /playlist criar.',
    own: 'Suas playlists',
    server: 'Playlists do servidor',
    shared: 'Compartilhadas com você ou com o servidor',
    line: (name, count) => `${name} · ${tracks(count)}`,
    incomplete: 'incompleta',
    more: (count) => `… e mais ${number(count)}`,
  },
}

const NAME = { name: 'nome', description: 'Qual playlist' }

export const playlistCommand: PlaylistCommandWords = {
  description: 'Listas de músicas, as suas e as do servidor',
  subcommands: {
    create: {
      name: 'criar',
      description: 'Cria uma playlist vazia',
      options: {
        name: { name: 'nome', description: 'Como ela se chama' },
        server: { name: 'servidor', description: 'Se ela é do servidor e não sua' },
      },
    },
    add: {
      name: 'adicionar',
      description: 'Adiciona a música atual a uma playlist, ou outra coisa',
      options: {
        name: NAME,
        query: { name: 'busca', description: 'Um título, link ou lista em vez da música atual' },
        queue: { name: 'fila', description: 'Se a música atual e a fila inteira entram' },
      },
    },
    list: { name: 'ver', description: 'Mostra as playlists que você pode tocar' },
    show: {
      name: 'conteúdo',
      description: 'Mostra o que tem em uma playlist',
      options: {
        name: NAME,
        page: { name: 'página', description: 'Qual página mostrar' },
      },
    },
    remove: {
      name: 'remover',
      description: 'Remove músicas de uma playlist',
      options: {
        name: NAME,
        position: { name: 'número', description: 'O número dela em /playlist conteúdo' },
        to: { name: 'até', description: 'O último número, para remover várias' },
      },
    },
    move: {
      name: 'mover',
      description: 'Move uma música em uma playlist',
      options: {
        name: NAME,
        from: { name: 'de', description: 'O número dela em /playlist conteúdo' },
        to: { name: 'para', description: 'O novo número dela' },
      },
    },
    rename: {
      name: 'renomear',
      description: 'Dá outro nome a uma playlist',
      options: {
        name: NAME,
        'new-name': { name: 'novo-nome', description: 'Como ela vai se chamar' },
      },
    },
    delete: {
      name: 'excluir',
      description: 'Exclui uma playlist',
      options: {
        name: NAME,
      },
    },
    dedupe: {
      name: 'sem-repetidas',
      description: 'Remove o que se repete em uma playlist',
      options: {
        name: NAME,
      },
    },
    import: {
      name: 'importar',
      description: 'Cria uma playlist a partir de um link ou do arquivo de outro programa',
      options: {
        file: {
          name: 'arquivo',
          description:
            'Um arquivo M3U, PLS, XSPF, JSON ou CSV, como os do Exportify ou TuneMyMusic',
        },
        link: { description: 'A página de uma playlist, ou um link para um arquivo assim' },
        name: { name: 'nome', description: 'Como ela se chama' },
        server: { name: 'servidor', description: 'Se ela é do servidor e não sua' },
      },
    },
    export: {
      name: 'exportar',
      description: 'Dá uma playlist para você em um arquivo',
      options: {
        name: NAME,
        format: {
          name: 'formato',
          description: 'Que tipo de arquivo',
          choices: { json: 'JSON (completo)', csv: 'CSV (uma tabela)', m3u: 'M3U (para players)' },
        },
      },
    },
    update: {
      name: 'atualizar',
      description: 'Adiciona o que há de novo no link de onde veio uma playlist',
      options: { name: NAME },
    },
    share: {
      name: 'compartilhar',
      description: 'Deixa outros verem e tocarem uma playlist',
      options: {
        name: NAME,
        person: { name: 'pessoa', description: 'Com quem compartilhar' },
        server: { name: 'servidor', description: 'Se é com este servidor' },
        stop: { name: 'parar', description: 'Se é para parar de compartilhar' },
      },
    },
    play: {
      name: 'tocar',
      description: 'Toca uma playlist',
      options: {
        name: NAME,
        next: { name: 'depois', description: 'Tocar logo depois da música atual' },
        shuffle: { name: 'embaralhar', description: 'Tocar em ordem aleatória' },
      },
    },
  },
}

const SERVER = {
  name: 'servidor',
  description: 'Se é sobre os favoritos do servidor e não os seus',
}

export const favoritesCommand: FavoritesCommandWords = {
  name: 'favoritos',
  description: 'As músicas de que você mais gosta',
  subcommands: {
    add: {
      name: 'adicionar',
      description: 'Adiciona a música atual aos favoritos, ou outra coisa',
      options: {
        query: { name: 'busca', description: 'Um título, link ou lista em vez da música atual' },
        server: SERVER,
      },
    },
    remove: {
      name: 'remover',
      description: 'Remove a música atual dos favoritos, ou outra',
      options: {
        position: { name: 'número', description: 'O número dela em /favoritos ver' },
        server: SERVER,
      },
    },
    list: {
      name: 'ver',
      description: 'Mostra os favoritos',
      options: {
        page: { name: 'página', description: 'Qual página mostrar' },
        server: SERVER,
      },
    },
    play: {
      name: 'tocar',
      description: 'Toca os favoritos',
      options: {
        next: { name: 'depois', description: 'Tocar logo depois da música atual' },
        shuffle: { name: 'embaralhar', description: 'Tocar em ordem aleatória' },
        server: SERVER,
      },
    },
  },
}
