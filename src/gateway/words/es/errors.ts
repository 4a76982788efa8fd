import { VOLUME } from '../../../domain/schema/sound.ts'
import type { Words } from '../words.ts'

export const errors: Words['errors'] = {
  'caller-not-in-voice': 'No estás en ningún canal de voz. Entra en uno e inténtalo otra vez.',
  'caller-elsewhere': 'Estoy en otro canal de voz. Entra en él para controlar la música.',
  'missing-view': 'No puedo ver tu canal de voz. Dame allí el permiso “Ver canal”.',
  'missing-connect':
    'No tengo permiso para entrar en tu canal de voz. Dame allí el permiso “Conectar”.',
  'missing-speak':
    'No tengo permiso para hablar en tu canal de voz. Dame allí el permiso “Hablar”.',
  'channel-full':
    'Tu canal de voz está lleno. Sube su límite de usuarios o dame el permiso “Mover miembros”.',
  'stage-audience':
    'No puedo pedir la palabra en este escenario. Dame el permiso “Solicitar hablar” o hazme moderador del escenario.',
  'server-only':
    'Solo pongo música en servidores. Usa este comando en el canal de texto de un servidor.',
  'server-away':
    'Discord tiene problemas con este servidor ahora mismo. Inténtalo otra vez en un minuto.',
  'bot-not-in-voice': 'No estoy en ningún canal de voz. Usa /venir o /reproducir para traerme.',
  'missing-manage-server':
    'Eso solo lo pueden hacer miembros con el permiso “Gestionar servidor”. Pídeselo a un admin de este servidor.',
  'dj-only':
    'Aquí eso solo lo puede hacer un DJ. Pídeselo a uno de ellos o a un admin de este servidor.',
  'dj-not-here': 'Ese miembro no está en mi canal de voz. Elige a alguien que esté escuchando.',
  'text-channel-refused':
    'En este canal no acepto comandos. Usa uno de los canales que este servidor tiene para la música.',
  'voice-channel-refused':
    'No puedo sonar en ese canal de voz. Entra en otro o pregúntale a un admin de este servidor.',
  'track-blocked':
    'Este servidor no pone eso. Prueba con otra cosa o pregúntale a un admin qué está bloqueado.',
  'owner-only': 'Eso solo lo pueden hacer los dueños de este bot. Pídeselo a quien me aloja.',
  'missing-owner': 'Eso solo lo puede hacer quien es dueño de este servidor. Pídeselo.',
  'missing-scope': 'Esa clave no tiene permiso para eso. Pídele otra a quien me aloja.',
  'bad-query':
    'No entiendo qué quieres que ponga. Prueba con un título, un nombre de archivo o un enlace http(s).',
  'station-unknown':
    'No conozco esa emisora. Elige una de las sugerencias o dame el enlace de su stream.',
  'stations-unreadable':
    'No puedo leer mi lista de emisoras. Dame el enlace de un stream o pídele a quien me aloja que revise STATIONS_FILE.',
  'nothing-to-play':
    'Ese mensaje no tiene enlaces ni archivos adjuntos. Prueba con otro, o usa /reproducir.',
  'query-or-file':
    'Pongo una cosa a la vez. Dame un título o enlace en “búsqueda” o un “archivo”, pero no los dos.',
  'bad-position':
    'Esta canción no llega a ese momento. Prueba con algo como 1:23, 90, +30 o -10, dentro de su duración.',
  'bad-index': 'Ese número no está en la cola. Usa /cola para ver los números.',
  'nothing-to-remove': 'En la cola no hay ninguna canción así. Usa /cola para ver lo que viene.',
  'one-removal': 'Elige una sola cosa: un número, un miembro, las repetidas o los ausentes.',
  'track-gone': 'Esa canción ya no está en la cola. Usa /cola para ver lo que hay.',
  'bad-volume': `Eso no es un volumen. Usa un número entero de ${VOLUME.minimum} a ${VOLUME.maximum}.`,
  'unknown-preset':
    'No existe ese ajuste. Elige uno de la lista que aparece mientras escribes, o usa /filtros mostrar.',
  'bad-setting': 'No puedo poner ese valor. Mira qué admite el ajuste e inténtalo otra vez.',
  'outdated-control': 'Eso es de una versión anterior de mí. Usa los comandos.',
  'track-over':
    'Ya suena otra canción, así que no hice nada. Usa los botones de la tarjeta más reciente.',
  'nothing-playing': 'No suena nada ahora mismo. Pon algo con /reproducir.',
  'nothing-before': 'Antes no ha sonado nada. Pon algo con /reproducir.',
  'no-words':
    'Esa canción no salió de una búsqueda, así que no tengo otros resultados. Busca su título con /reproducir.',
  'unsure-match':
    'Nada de lo que he encontrado es con seguridad esa canción. Búscala con /buscar y elige la que sea.',
  'no-other-match':
    'No hay más resultados para esa búsqueda, así que vuelvo a empezar por el primero. Prueba con otras palabras en /reproducir.',
  'nothing-to-undo': 'No queda ningún cambio que deshacer. Usa /cola para ver lo que viene.',
  'queue-empty': 'La cola está vacía. Añade algo con /reproducir.',
  'track-too-long':
    'Eso dura más de lo que permite este servidor. Prueba con una versión más corta.',
  'already-queued': 'Eso ya está en la cola. Prueba con otra cosa.',
  'member-limit':
    'Tienes en la cola tantas canciones como permite este servidor. Espera a que suenen algunas.',
  'queue-full': 'La cola está llena. Haz sitio con /quitar o /vaciar.',
  'not-seekable':
    'En esta canción no se puede avanzar ni retroceder. Usa /de-nuevo para empezarla de nuevo.',
  'slow-down':
    'Con calma, son muchos comandos de golpe. Espera unos segundos e inténtalo otra vez.',
  'list-cut':
    'Es todo lo que el servicio muestra sin una cuenta: casi siempre las 100 primeras canciones de una lista. Si hay más, pídele a quien me aloja que configure sus claves.',
  'link-hidden':
    'El servicio no muestra música en ese enlace. Comprueba que sea público y que todavía exista.',
  'service-key':
    'Ese servicio solo muestra listas a aplicaciones con una clave. Pídele a quien me aloja que configure una.',
  'list-too-long':
    'La lista es más larga de lo que acepto de una vez. Añade el resto en una lista aparte.',
  'query-or-queue': 'Añado tu búsqueda o la cola, pero no las dos a la vez. Elige una de ellas.',
  'playlist-name': 'El nombre de una lista tiene de 1 a 80 caracteres. Prueba con otro.',
  'playlist-unknown': 'Ninguna lista se llama así. Mira en /playlist ver.',
  'playlist-exists': 'Ya hay una lista que se llama así. Prueba con otro nombre.',
  'playlist-others':
    'No puedes cambiar esa lista. Pídeselo a quien es su dueño o, si es del servidor, a quien lo gestiona.',
  'playlist-empty': 'En esa lista aún no hay nada. Añade algo primero.',
  'playlist-without-link':
    'Esa lista no viene de ningún enlace. Usa antes /playlist importar con uno.',
  'link-or-file': 'Dame un enlace o un archivo, pero no los dos a la vez. Elige uno de ellos.',
  'list-unreadable': 'No puedo leer ese archivo. Prueba con M3U, PLS, XSPF, JSON o CSV.',
  'list-file-too-big': 'Ninguna lista es tan grande, así que no leo ese archivo. Prueba con otro.',
  'playlist-position': 'Ese número no está en la lista. Los números están en /playlist contenido.',
  'playlist-shares':
    'Esa lista ya se comparte con demasiada gente. Haz sitio con /playlist compartir y “dejar”.',
  'share-with':
    'Comparto una lista con una persona o con este servidor. Elige una de las dos cosas.',
  'already-kept': 'Eso ya está entre los favoritos. Mira en /favoritos ver.',
  'not-kept': 'Eso no está entre los favoritos. Mira en /favoritos ver.',
  'playlist-full':
    'Es demasiado para una lista, o para todas las de la misma persona. Añade menos o haz sitio con /playlist quitar.',
  'playlists-full': 'Nadie puede tener más listas. Haz sitio con /playlist eliminar.',
  'finding-full':
    'Ya estoy buscando varias cosas para este servidor. Inténtalo otra vez cuando termine.',
  'nothing-found': 'No encontré nada. Prueba con otras palabras o con un enlace directo.',
  'address-refused': 'Ese enlace no es público, así que no lo abro. Usa un enlace público.',
  'port-refused':
    'Ese enlace usa un puerto al que no me conecto. Prueba con otro enlace o pídele a quien me aloja que permita ese puerto.',
  'outside-library':
    'Ese archivo no está en la biblioteca de música. Elige una de las sugerencias.',
  'not-audio': 'No puedo poner archivos de ese tipo. Prueba con otro archivo o enlace.',
  'list-without-links': 'No puedo poner ninguno de los enlaces de esa lista. Prueba con otra.',
  'empty-file': 'Ese archivo no tiene sonido. Prueba con otro.',
  'http-status': 'El sitio no me da ese archivo. Comprueba el enlace en un navegador.',
  'source-busy':
    'El sitio tiene problemas ahora mismo. Inténtalo otra vez en unos minutos o prueba con otro enlace.',
  'source-timeout':
    'El sitio tardó demasiado en responder. Inténtalo más tarde o prueba con otro enlace.',
  'source-lost': 'Perdí la conexión con el sitio. Inténtalo más tarde o prueba con otro enlace.',
  gone: 'Eso ya no existe. Prueba con otro enlace.',
  'attachment-gone': 'Discord ya no me da ese archivo adjunto. Adjúntalo otra vez.',
  'age-limit':
    'Eso tiene restricción de edad, así que no puedo ponerlo. Prueba con otra versión subida.',
  region: 'Eso está bloqueado donde estoy alojado. Prueba con otra versión subida.',
  'sign-in': 'El sitio pide iniciar sesión para eso. Prueba con otra versión subida.',
  'rate-limited':
    'El sitio quiere que vaya más despacio. Espera unos minutos e inténtalo otra vez.',
  'host-refused':
    'Ese sitio bloquea la dirección desde la que me conecto, y esperar no sirve. Prueba con otro sitio o pídele a quien me aloja que configure un proxy o cookies para ese.',
  drm: 'Eso está protegido contra copia (DRM), así que solo el reproductor del sitio puede ponerlo. Prueba con otra versión subida.',
  unsupported:
    'No conozco ese sitio o ese formato. Prueba con un enlace directo a un archivo de audio.',
  'search-away':
    'En la biblioteca no está, y ahora mismo no puedo buscar en la web. Prueba con otras palabras o con un enlace.',
  'ytdlp-missing':
    'Para enlaces como ese necesito yt-dlp, y aquí no está instalado. Usa un enlace directo o pídele a quien me aloja que lo instale.',
  'ytdlp-failed':
    'No pude leer esa página. Prueba con otro enlace o pídele a quien me aloja que actualice yt-dlp.',
  'live-segments':
    'No puedo poner ese tipo de emisión en directo. Prueba con la señal directa de la emisora o con una grabación.',
  'library-login':
    'El servidor de música no me deja entrar. Pídele a quien me aloja que revise SUBSONIC_URLS y JELLYFIN_URLS.',
  'no-lyrics': 'No encontré la letra de eso. Prueba `/letra búsqueda:` con el artista y el título.',
  'lyrics-off':
    'No tengo la letra, porque no hay ningún servicio de letras configurado. Pídele a quien me aloja que defina LYRICS_URL.',
  'lyrics-away':
    'El servicio de letras no responde ahora mismo. Inténtalo otra vez en unos minutos.',
  'no-chapters': 'Lo que suena no tiene capítulos. Usa /ir-a para ir a un momento.',
  'scrobble-off':
    'Quien aloja este bot no ha configurado ese servicio. Pídele que defina LISTENBRAINZ_URL o LASTFM_KEYS.',
  'scrobble-token':
    'ListenBrainz no conoce ese token. Cópialo otra vez de listenbrainz.org → Settings e inténtalo de nuevo.',
  'scrobble-unconfirmed':
    'Last.fm dice que aún no lo has permitido o que tardó demasiado. Permítelo en la página o empieza de nuevo con `/scrobble link`.',
  'scrobble-away': 'Ese servicio no responde ahora mismo. Inténtalo de nuevo en unos minutos.',
  'ffmpeg-missing':
    'Para ese formato necesito FFmpeg, y aquí no está instalado. Prueba con un archivo MP3, FLAC u Ogg, o pídele a quien me aloja que lo instale.',
  'decode-failed': 'Ese archivo está dañado. Prueba con otra copia.',
  'no-progress': 'Leí gran parte de ese archivo y no encontré sonido. Prueba con otra copia.',
  'cut-short': 'Ese archivo está incompleto. Prueba con otra copia.',
  'decoder-crashed': 'Ese archivo hizo fallar el decodificador. Prueba con otra copia.',
  'voice-timeout':
    'El servidor de voz de Discord no respondió a tiempo. Inténtalo otra vez en un momento.',
  'voice-busy': 'Estoy entrando en demasiados canales a la vez. Inténtalo otra vez en un minuto.',
  'voice-refused': 'Discord rechazó la conexión de voz. Revisa mis permisos e inténtalo otra vez.',
  'voice-dave-required':
    'Este canal necesita un cifrado más nuevo que el mío. Pídele a quien me aloja que me actualice.',
  'voice-dave-not-ready':
    'El cifrado del canal no arrancó. Usa /salir e inténtalo otra vez en un momento.',
  'voice-lost': 'Me desconectaron del canal de voz. Usa /venir para traerme de vuelta.',
  'channel-gone': 'El canal de voz en el que estaba ya no existe. Usa /venir para llevarme a otro.',
  'engine-lost': 'El motor de audio se paró de repente. Inténtalo otra vez en un momento.',
  'too-many-players':
    'Ya estoy poniendo música en tantos servidores como permite quien me aloja. Inténtalo más tarde.',
  'memory-full': 'No me queda memoria para otro servidor. Inténtalo más tarde.',
  'database-away':
    'No puedo conectar con mi base de datos, así que ahora no puedo empezar aquí. Inténtalo otra vez en un minuto.',
  'other-process':
    'Otra copia de mí está poniendo música en este servidor. Inténtalo otra vez en un momento.',
  'unknown-server':
    'Mis comandos están aquí, pero no soy miembro de este servidor. Pídele a un admin que me invite también como bot.',
  'player-away':
    'No puedo conectar con el reproductor de ese servidor ahora mismo. Inténtalo otra vez en un momento.',
  'player-late':
    'No me llegó respuesta a tiempo, así que puede que haya funcionado o no. Mira /qué-suena e inténtalo otra vez.',
  superseded: 'Otro comando se adelantó. Mira /qué-suena e inténtalo otra vez.',
  'ended-meanwhile':
    'Alguien paró la música mientras yo buscaba eso. Usa /reproducir otra vez para escucharlo.',
  starting: 'Todavía estoy arrancando. Inténtalo otra vez en un momento.',
  'shutting-down': 'Me estoy apagando. Inténtalo otra vez en un minuto.',
  internal:
    'Algo salió mal por mi lado. Inténtalo otra vez; si sigue pasando, avisa a quien me aloja.',
}
