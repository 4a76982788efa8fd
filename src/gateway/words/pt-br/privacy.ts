import { formsOf } from '../forms.ts'
import type { PrivacyWords } from '../words.ts'

const { number, plural } = formsOf('pt-BR')

export const privacy: PrivacyWords = {
  title: 'O que eu guardo deste servidor',
  kept: {
    settings: () => 'o que os admins configuraram',
    changes: (days) =>
      `quem mudou qual configuração, por ${number(days)} ${plural(days, { one: 'dia', many: 'de dias', other: 'dias' })}`,
    queue: () =>
      'o que está tocando e na fila, quem pediu, quem comanda e vota, e os canais em que estou e escrevo',
    past: () =>
      'as últimas músicas que tocaram, as últimas mudanças da fila e os resultados errados, para /anterior, /desfazer e /errada',
    history: (days) =>
      `o que tocou e quem pediu, por ${number(days)} ${plural(days, { one: 'dia', many: 'de dias', other: 'dias' })}`,
    playlists: () => 'as playlists deste servidor, e as playlists e favoritos de cada pessoa',
    unreadable: () =>
      'itens da fila que outra versão minha escreveu e que não consigo ler, para quem me hospeda poder recuperar',
    scrobbles: () =>
      'quais contas do ListenBrainz e do Last.fm os membros vincularam, com a permissão de escrever nelas, e o que ouviram até ser enviado',
    keys: () => 'as chaves que quem me hospeda criou para programas',
  },
  beyond: 'Os logs, os backups e essas chaves ficam por conta de quem me hospeda.',
  left: (days) =>
    `Quando eu saio de um servidor, os dados dele somem depois de ${number(days)} ${plural(days, { one: 'dia', many: 'de dias', other: 'dias' })}, a não ser que me convidem de novo antes.`,
  how: 'Quem é dono deste servidor pode apagar os dados dele com /privacidade, e você pode apagar os seus.',
  ask: {
    server:
      'Isso para a música e apaga as configurações, a fila, o histórico e as playlists deste servidor. Não dá para desfazer.',
    mine: 'Isso apaga suas playlists, seus favoritos, suas contas vinculadas e o que anotei dos seus pedidos, em todos os servidores. O que outras pessoas ainda ouvem ou usam fica, como suas músicas numa fila ou as configurações que você mudou, mas sem o seu nome. Não dá para desfazer.',
  },
  erase: { server: 'Apagar os dados deste servidor', mine: 'Apagar meus dados' },
  erased: {
    server: 'Tudo o que eu guardava deste servidor foi apagado.',
    mine: 'Suas playlists, seus favoritos, suas contas vinculadas e o que eu tinha anotado dos seus pedidos foram apagados. O que fica, como as músicas numa fila, não leva mais o seu nome.',
  },
  keep: 'Manter',
  unchanged: 'Nada foi apagado.',
}
