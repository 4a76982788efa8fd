import { VOLUME } from '../../../domain/schema/sound.ts'
import type { Words } from '../words.ts'

export const errors: Words['errors'] = {
  'caller-not-in-voice': 'Você não está em nenhum canal de voz. Entre em um e tente de novo.',
  'caller-elsewhere': 'Estou em outro canal de voz. Entre nele para controlar a música.',
  'missing-view': 'Não consigo ver o seu canal de voz. Me dê a permissão “Ver canal” lá.',
  'missing-connect':
    'Não tenho permissão para entrar no seu canal de voz. Me dê a permissão “Conectar” lá.',
  'missing-speak':
    'Não tenho permissão para falar no seu canal de voz. Me dê a permissão “Falar” lá.',
  'channel-full':
    'O seu canal de voz está cheio. Aumente o limite de usuários ou me dê a permissão “Mover membros”.',
  'stage-audience':
    'Não posso pedir para falar neste palco. Me dê a permissão “Pedir para falar” ou me torne moderador do palco.',
  'server-only':
    'Eu só toco música em servidores. Use este comando no canal de texto de um servidor.',
  'server-away': 'O Discord está com problemas neste servidor agora. Tente de novo em um minuto.',
  'bot-not-in-voice': 'Não estou em nenhum canal de voz. Use /entrar ou /tocar para me chamar.',
  'missing-manage-server':
    'Só membros com a permissão “Gerenciar servidor” podem fazer isso. Peça a um admin deste servidor.',
  'dj-only': 'Aqui só um DJ pode fazer isso. Peça a um deles ou a um admin deste servidor.',
  'dj-not-here': 'Essa pessoa não está no meu canal de voz. Escolha alguém que esteja ouvindo.',
  'text-channel-refused':
    'Não aceito comandos neste canal. Use um dos canais que este servidor tem para música.',
  'voice-channel-refused':
    'Não posso tocar nesse canal de voz. Entre em outro ou fale com um admin deste servidor.',
  'track-blocked':
    'Este servidor não toca isso. Tente outra coisa ou pergunte a um admin o que está bloqueado.',
  'owner-only': 'Só os donos deste bot podem fazer isso. Peça a quem me hospeda.',
  'missing-owner': 'Só quem é dono deste servidor pode fazer isso. Peça a essa pessoa.',
  'missing-scope': 'Essa chave não tem permissão para isso. Peça outra a quem me hospeda.',
  'bad-query':
    'Não entendi o que é para tocar. Tente um título, um nome de arquivo ou um link http(s).',
  'station-unknown':
    'Não conheço essa estação. Escolha uma das sugestões ou me dê o link do stream dela.',
  'stations-unreadable':
    'Não consigo ler a minha lista de estações. Me dê o link de um stream ou peça a quem me hospeda para verificar STATIONS_FILE.',
  'nothing-to-play': 'Essa mensagem não tem link nem arquivo anexado. Tente outra, ou use /tocar.',
  'query-or-file':
    'Eu toco uma coisa de cada vez. Me dê um título ou link em “busca” ou um “arquivo”, não os dois.',
  'bad-position':
    'Esta música não tem esse ponto. Tente algo como 1:23, 90, +30 ou -10, dentro da duração dela.',
  'bad-index': 'Esse número não está na fila. Use /fila para ver os números.',
  'nothing-to-remove': 'Não há nenhuma música assim na fila. Use /fila para ver o que vem.',
  'one-removal': 'Escolha uma coisa só: um número, um membro, as repetidas ou os ausentes.',
  'track-gone': 'Essa música não está mais na fila. Use /fila para ver o que tem nela.',
  'bad-volume': `Isso não é um volume. Use um número inteiro de ${VOLUME.minimum} a ${VOLUME.maximum}.`,
  'unknown-preset':
    'Essa predefinição não existe. Escolha uma da lista que aparece enquanto você digita, ou use /filtros mostrar.',
  'bad-setting': 'Não posso usar esse valor. Veja o que a configuração aceita e tente de novo.',
  'outdated-control': 'Isso é de uma versão mais antiga minha. Use os comandos.',
  'track-over':
    'Outra música já está tocando, então não fiz nada. Use os botões do cartão mais recente.',
  'nothing-playing': 'Não tem nada tocando. Coloque algo com /tocar.',
  'nothing-before': 'Nada tocou antes. Coloque algo com /tocar.',
  'no-words':
    'Essa música não veio de uma busca, então não tenho outros resultados. Procure o título dela com /tocar.',
  'unsure-match':
    'Nada do que encontrei é com certeza essa música. Procure com /buscar e escolha a certa.',
  'no-other-match':
    'Não há outro resultado para essa busca, então recomeço do primeiro. Tente outras palavras com /tocar.',
  'nothing-to-undo': 'Não há mais nenhuma mudança para desfazer. Use /fila para ver o que vem.',
  'queue-empty': 'A fila está vazia. Adicione algo com /tocar.',
  'track-too-long': 'Isso é mais longo do que este servidor permite. Tente uma versão mais curta.',
  'already-queued': 'Isso já está na fila. Tente outra coisa.',
  'member-limit':
    'Você tem na fila tantas músicas quanto este servidor permite. Espere até algumas tocarem.',
  'queue-full': 'A fila está cheia. Abra espaço com /remover ou /limpar.',
  'not-seekable':
    'Não dá para avançar nem voltar nesta música. Use /recomeçar para começar do início.',
  'slow-down': 'Calma, são muitos comandos de uma vez. Espere alguns segundos e tente de novo.',
  'list-cut':
    'É tudo o que o serviço mostra sem uma conta: quase sempre as 100 primeiras músicas de uma lista. Se houver mais, peça a quem me hospeda que configure as chaves dele.',
  'link-hidden': 'O serviço não mostra música nesse link. Veja se ele é público e se ainda existe.',
  'service-key':
    'Esse serviço só mostra listas a aplicativos com uma chave. Peça a quem me hospeda para configurar uma.',
  'list-too-long':
    'A lista é maior do que eu pego de uma vez. Adicione o resto em uma lista à parte.',
  'query-or-queue':
    'Eu adiciono a sua busca ou a fila, mas não as duas ao mesmo tempo. Escolha uma delas.',
  'playlist-name': 'O nome de uma playlist tem de 1 a 80 caracteres. Tente outro.',
  'playlist-unknown': 'Nenhuma playlist tem esse nome. Veja em /playlist ver.',
  'playlist-exists': 'Já tem uma playlist com esse nome. Tente outro nome.',
  'playlist-others':
    'Você não pode mudar essa playlist. Peça a quem é dono dela ou, se é do servidor, a quem cuida dele.',
  'playlist-empty': 'Ainda não tem nada nessa lista. Adicione algo primeiro.',
  'playlist-without-link':
    'Essa playlist não veio de um link. Use antes /playlist importar com um link.',
  'link-or-file': 'Me dê um link ou um arquivo, mas não os dois ao mesmo tempo. Escolha um deles.',
  'list-unreadable': 'Não consigo ler esse arquivo. Tente com M3U, PLS, XSPF, JSON ou CSV.',
  'list-file-too-big': 'Nenhuma lista é tão grande, então eu não leio esse arquivo. Tente outro.',
  'playlist-position': 'Esse número não está na lista. Os números estão em /playlist conteúdo.',
  'playlist-shares':
    'Essa playlist já é compartilhada com gente demais. Abra espaço com /playlist compartilhar e “parar”.',
  'share-with':
    'Eu compartilho uma playlist com uma pessoa ou com este servidor. Escolha um dos dois.',
  'already-kept': 'Isso já está nos favoritos. Veja em /favoritos ver.',
  'not-kept': 'Isso não está nos favoritos. Veja em /favoritos ver.',
  'playlist-full':
    'Isso é demais para uma lista, ou para todas as da mesma pessoa. Adicione menos ou abra espaço com /playlist remover.',
  'playlists-full': 'Ninguém pode ter mais playlists. Abra espaço com /playlist excluir.',
  'finding-full':
    'Já estou procurando várias coisas para este servidor. Tente de novo quando eu terminar.',
  'nothing-found': 'Não achei nada. Tente outras palavras ou um link direto.',
  'address-refused': 'Esse link não é público, então não vou abrir. Use um link público.',
  'port-refused':
    'Esse link usa uma porta em que eu não me conecto. Tente outro link ou peça a quem me hospeda para liberar a porta.',
  'outside-library': 'Esse arquivo não está na biblioteca de músicas. Escolha uma das sugestões.',
  'not-audio': 'Não consigo tocar esse tipo de arquivo. Tente outro arquivo ou link.',
  'list-without-links': 'Nenhum link dessa playlist pode ser tocado. Tente outra.',
  'empty-file': 'Esse arquivo não tem som. Tente outro.',
  'http-status': 'O site não quer me dar esse arquivo. Confira o link em um navegador.',
  'source-busy':
    'O site está com problemas agora. Tente de novo em alguns minutos ou use outro link.',
  'source-timeout':
    'O site demorou demais para responder. Tente de novo mais tarde ou use outro link.',
  'source-lost': 'Perdi a conexão com o site. Tente de novo mais tarde ou use outro link.',
  gone: 'Isso não existe mais. Tente outro link.',
  'attachment-gone': 'Não consigo mais pegar esse arquivo no Discord. Anexe ele de novo.',
  'age-limit':
    'Isso tem restrição de idade, então não posso tocar. Tente outra versão na internet.',
  region: 'Isso está bloqueado onde estou hospedado. Tente outra versão na internet.',
  'sign-in': 'O site pede login para isso. Tente outra versão na internet.',
  'rate-limited': 'O site quer que eu vá mais devagar. Espere alguns minutos e tente de novo.',
  'host-refused':
    'Esse site bloqueia o endereço de onde eu venho, e esperar não adianta. Tente outro site ou peça a quem me hospeda para configurar um proxy ou cookies para ele.',
  drm: 'Isso é protegido contra cópia (DRM), então só o player do próprio site pode tocar. Tente outra versão na internet.',
  unsupported: 'Não conheço esse site ou formato. Tente um link direto para um arquivo de áudio.',
  'search-away':
    'A biblioteca não tem isso, e agora não consigo pesquisar na web. Tente outras palavras ou um link.',
  'ytdlp-missing':
    'Para links assim eu preciso do yt-dlp, e ele não está instalado aqui. Use um link direto ou peça a quem me hospeda para instalar.',
  'ytdlp-failed':
    'Não consegui ler essa página. Tente outro link ou peça a quem me hospeda para atualizar o yt-dlp.',
  'live-segments':
    'Não consigo tocar esse tipo de transmissão ao vivo. Tente o stream direto da rádio ou uma gravação.',
  'library-login':
    'O servidor de música não me deixa entrar. Peça a quem me hospeda para verificar SUBSONIC_URLS e JELLYFIN_URLS.',
  'no-lyrics': 'Não achei a letra disso. Tente `/letra busca:` com o artista e o título.',
  'lyrics-off':
    'Não tenho a letra, porque nenhum serviço de letras está configurado. Peça a quem me hospeda para definir LYRICS_URL.',
  'lyrics-away':
    'O serviço de letras não está respondendo agora. Tente de novo daqui a alguns minutos.',
  'no-chapters': 'O que está tocando não tem capítulos. Use /ir-para para ir a um momento.',
  'scrobble-off':
    'Quem hospeda este bot não configurou esse serviço. Peça que defina LISTENBRAINZ_URL ou LASTFM_KEYS.',
  'scrobble-token':
    'O ListenBrainz não conhece esse token. Copie de novo em listenbrainz.org → Settings e tente mais uma vez.',
  'scrobble-unconfirmed':
    'O Last.fm diz que você ainda não permitiu, ou que demorou demais. Permita na página ou comece de novo com `/scrobble link`.',
  'scrobble-away':
    'Esse serviço não está respondendo agora. Tente mais tarde, daqui a alguns minutos.',
  'ffmpeg-missing':
    'Para esse formato eu preciso do FFmpeg, e ele não está instalado aqui. Tente um arquivo MP3, FLAC ou Ogg, ou peça a quem me hospeda para instalar.',
  'decode-failed': 'Esse arquivo está corrompido. Tente outra cópia.',
  'no-progress': 'Li boa parte desse arquivo e não achei som. Tente outra cópia.',
  'cut-short': 'Esse arquivo está incompleto. Tente outra cópia.',
  'decoder-crashed': 'Esse arquivo derrubou o decodificador. Tente outra cópia.',
  'voice-timeout':
    'O servidor de voz do Discord não respondeu a tempo. Tente de novo daqui a pouco.',
  'voice-busy': 'Estou entrando em canais demais ao mesmo tempo. Tente de novo em um minuto.',
  'voice-refused': 'O Discord recusou a conexão de voz. Confira minhas permissões e tente de novo.',
  'voice-dave-required':
    'Este canal precisa de uma criptografia mais nova que a minha. Peça a quem me hospeda para me atualizar.',
  'voice-dave-not-ready':
    'A criptografia do canal não iniciou. Use /sair e tente de novo daqui a pouco.',
  'voice-lost': 'Me desconectaram do canal de voz. Use /entrar para me trazer de volta.',
  'channel-gone':
    'O canal de voz em que eu estava não existe mais. Use /entrar para me levar a outro.',
  'engine-lost': 'O motor de áudio parou de repente. Tente de novo daqui a pouco.',
  'too-many-players':
    'Já estou tocando em tantos servidores quanto quem me hospeda permite. Tente de novo mais tarde.',
  'memory-full': 'Não tenho memória para mais um servidor. Tente de novo mais tarde.',
  'database-away':
    'Não consigo acessar meu banco de dados, então não posso começar aqui agora. Tente de novo em um minuto.',
  'other-process': 'Outra cópia minha está tocando neste servidor. Tente de novo daqui a pouco.',
  'unknown-server':
    'Meus comandos estão aqui, mas não sou membro deste servidor. Peça a um admin para me convidar também como bot.',
  'player-away':
    'Não consigo falar com o player desse servidor agora. Tente de novo daqui a pouco.',
  'player-late':
    'A resposta não chegou a tempo, então pode ter dado certo ou não. Veja em /tocando-agora e tente de novo.',
  superseded: 'Outro comando veio antes. Veja em /tocando-agora e tente de novo.',
  'ended-meanwhile':
    'A música foi parada enquanto eu procurava isso. Use /tocar de novo para ouvir.',
  starting: 'Ainda estou iniciando. Tente de novo daqui a pouco.',
  'shutting-down': 'Estou desligando. Tente de novo em um minuto.',
  internal: 'Algo deu errado do meu lado. Tente de novo; se continuar, avise quem me hospeda.',
}
