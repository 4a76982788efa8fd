import { VOLUME } from '../../../domain/schema/sound.ts'
import type { Words } from '../words.ts'

export const errors: Words['errors'] = {
  'caller-not-in-voice': 'Tu n’es dans aucun salon vocal. Rejoins-en un, puis réessaie.',
  'caller-elsewhere': 'Je suis dans un autre salon vocal. Rejoins-le pour contrôler la musique.',
  'missing-view':
    'Je ne vois pas ton salon vocal. Donne-moi la permission «\u202fVoir le salon\u202f» là-bas.',
  'missing-connect':
    'Je n’ai pas le droit d’entrer dans ton salon vocal. Donne-moi la permission «\u202fSe connecter\u202f» là-bas.',
  'missing-speak':
    'Je n’ai pas le droit de parler dans ton salon vocal. Donne-moi la permission «\u202fParler\u202f» là-bas.',
  'channel-full':
    'Ton salon vocal est plein. Augmente sa limite de membres ou donne-moi la permission «\u202fDéplacer des membres\u202f».',
  'stage-audience':
    'Je ne peux pas demander la parole dans cette conférence. Donne-moi la permission «\u202fDemander à prendre la parole\u202f» ou nomme-moi modérateur de la conférence.',
  'server-only':
    'Je ne joue de la musique que sur des serveurs. Utilise cette commande dans le salon textuel d’un serveur.',
  'server-away': 'Discord a des soucis avec ce serveur en ce moment. Réessaie dans une minute.',
  'bot-not-in-voice':
    'Je ne suis dans aucun salon vocal. Utilise /rejoindre ou /jouer pour me faire venir.',
  'missing-manage-server':
    'Seuls les membres avec la permission «\u202fGérer le serveur\u202f» peuvent faire ça. Demande à un admin du serveur.',
  'dj-only': 'Seul un DJ peut faire ça ici. Demande à l’un d’eux ou à un admin du serveur.',
  'dj-not-here': 'Ce membre n’est pas dans mon salon vocal. Choisis quelqu’un qui écoute.',
  'text-channel-refused':
    'Je ne prends pas de commandes dans ce salon. Utilise un des salons prévus pour la musique.',
  'voice-channel-refused':
    'Je n’ai pas le droit de jouer dans ce salon vocal. Va dans un autre ou demande à un admin du serveur.',
  'track-blocked':
    'Ce serveur ne joue pas ça. Essaie autre chose ou demande à un admin ce qui est bloqué.',
  'owner-only':
    'Seuls les propriétaires de ce bot peuvent faire ça. Demande à la personne qui m’héberge.',
  'missing-owner': 'Seule la personne à qui appartient ce serveur peut faire ça. Demande-lui.',
  'missing-scope':
    'Cette clé n’a pas le droit de faire ça. Demande-en une autre à la personne qui m’héberge.',
  'bad-query': 'Je ne comprends pas ça. Essaie un titre, un nom de fichier ou un lien http(s).',
  'station-unknown':
    'Je ne connais pas cette station. Choisis une des suggestions, ou donne-moi le lien de son flux.',
  'stations-unreadable':
    'Je n’arrive pas à lire ma liste de stations. Donne-moi le lien d’un flux, ou demande à la personne qui m’héberge de vérifier STATIONS_FILE.',
  'nothing-to-play': 'Ce message n’a ni lien ni fichier joint. Essaie un autre message, ou /jouer.',
  'query-or-file':
    'Je joue une chose à la fois. Donne-moi un titre ou un lien dans «\u202frecherche\u202f», ou bien un «\u202ffichier\u202f», pas les deux.',
  'bad-position':
    'Ce morceau n’a pas cette position. Essaie par exemple 1:23, 90, +30 ou -10, sans dépasser sa durée.',
  'bad-index': 'Ce numéro n’est pas dans la file d’attente. Les numéros sont dans /file.',
  'nothing-to-remove': 'Aucun morceau de ce genre dans la file d’attente. La suite est dans /file.',
  'one-removal':
    'Choisis une seule chose\u202f: un numéro, un membre, les doublons ou les absents.',
  'track-gone':
    'Ce morceau n’est plus dans la file d’attente. Regarde avec /file ce qu’il y reste.',
  'bad-volume': `Ce n’est pas un volume. Choisis un nombre entier de ${VOLUME.minimum} à ${VOLUME.maximum}.`,
  'unknown-preset':
    'Ce préréglage n’existe pas. Choisis-en un dans la liste qui apparaît quand tu écris, ou utilise /filtres afficher.',
  'bad-setting': 'Je ne peux pas régler ça. Regarde ce que le paramètre accepte, puis réessaie.',
  'outdated-control': 'Ça vient d’une version plus ancienne de moi. Utilise plutôt les commandes.',
  'track-over':
    'Un autre morceau joue maintenant, donc je n’ai rien fait. Utilise les boutons de la carte la plus récente.',
  'nothing-playing': 'Rien ne joue en ce moment. Lance quelque chose avec /jouer.',
  'nothing-before': 'Rien n’a joué avant. Lance quelque chose avec /jouer.',
  'no-words':
    'Ce morceau ne vient pas d’une recherche, donc je n’ai pas d’autre résultat. Cherche son titre avec /jouer.',
  'unsure-match':
    'Rien de ce que j’ai trouvé n’est sûrement ce morceau. Cherche-le avec /chercher et choisis ce qui convient.',
  'no-other-match':
    'Il n’y a pas d’autre résultat pour cette recherche, donc je reprends au premier. Essaie d’autres mots avec /jouer.',
  'nothing-to-undo': 'Il ne reste aucun changement à annuler. La suite est dans /file.',
  'queue-empty': 'La file d’attente est vide. Ajoute quelque chose avec /jouer.',
  'track-too-long': 'C’est plus long que ce serveur ne l’autorise. Essaie une version plus courte.',
  'already-queued': 'C’est déjà dans la file d’attente. Essaie autre chose.',
  'member-limit':
    'Tu as autant de morceaux dans la file d’attente que ce serveur l’autorise. Attends que certains aient joué.',
  'queue-full': 'La file d’attente est pleine. Fais de la place avec /retirer ou /vider.',
  'not-seekable':
    'On ne peut pas se déplacer dans ce morceau. Utilise /rejouer pour le reprendre du début.',
  'slow-down':
    'Doucement, ça fait beaucoup de commandes d’un coup. Attends quelques secondes, puis réessaie.',
  'list-cut':
    'Le service n’en montre pas plus sans compte : souvent les 100 premiers morceaux d’une liste. S’il y en a d’autres, demande à la personne qui m’héberge de configurer ses clés.',
  'link-hidden':
    'Le service ne montre pas de musique à ce lien. Vérifie qu’il est public et qu’il existe encore.',
  'service-key':
    'Ce service ne montre les listes qu’aux applications qui ont une clé. Demande à la personne qui m’héberge d’en configurer une.',
  'list-too-long':
    'La liste est plus longue que ce que je prends d’un coup. Ajoute le reste dans une liste à part.',
  'query-or-queue':
    'J’ajoute ta recherche ou la file d’attente, pas les deux à la fois. Choisis l’une des deux.',
  'playlist-name': 'Le nom d’une playlist a de 1 à 80 caractères. Essaie un autre nom.',
  'playlist-unknown': 'Aucune playlist ne s’appelle comme ça. Regarde dans /playlist voir.',
  'playlist-exists': 'Une playlist s’appelle déjà comme ça. Essaie un autre nom.',
  'playlist-others':
    'Tu ne peux pas changer cette playlist. Demande à qui elle appartient ou, pour celles du serveur, à qui le gère.',
  'playlist-empty': 'Il n’y a encore rien dans cette liste. Ajoute d’abord quelque chose.',
  'playlist-without-link':
    'Cette playlist ne vient pas d’un lien. Utilise d’abord /playlist importer avec un lien.',
  'link-or-file': 'Donne-moi un lien ou un fichier, pas les deux à la fois. Choisis l’un des deux.',
  'list-unreadable': 'Je n’arrive pas à lire ce fichier. Essaie en M3U, PLS, XSPF, JSON ou CSV.',
  'list-file-too-big':
    'Aucune liste n’est aussi grande, alors je ne lis pas ce fichier. Essaies-en un autre.',
  'playlist-position':
    'Ce numéro n’est pas dans la liste. Les numéros sont dans /playlist contenu.',
  'playlist-shares':
    'Cette playlist est déjà partagée avec trop de monde. Fais de la place avec /playlist partager et «\u202farrêter\u202f».',
  'share-with':
    'Je partage une playlist avec une personne ou avec ce serveur. Choisis l’un des deux.',
  'already-kept': 'C’est déjà dans les favoris. Regarde dans /favoris voir.',
  'not-kept': 'Ce n’est pas dans les favoris. Regarde dans /favoris voir.',
  'playlist-full':
    'C’est trop pour une seule liste, ou pour toutes celles de la même personne. Ajoutes-en moins ou fais de la place avec /playlist retirer.',
  'playlists-full':
    'Personne ne peut avoir plus de playlists. Fais de la place avec /playlist supprimer.',
  'finding-full': 'Je cherche déjà plusieurs choses pour ce serveur. Réessaie quand j’aurai fini.',
  'nothing-found': 'Je n’ai rien trouvé. Essaie d’autres mots ou un lien direct.',
  'address-refused': 'Ce lien n’est pas public, alors je ne l’ouvre pas. Utilise un lien public.',
  'port-refused':
    'Ce lien utilise un port auquel je ne me connecte pas. Essaie un autre lien ou demande à la personne qui m’héberge d’autoriser ce port.',
  'outside-library':
    'Ce fichier n’est pas dans la bibliothèque musicale. Choisis une des suggestions.',
  'not-audio': 'Je ne sais pas jouer ce genre de fichier. Essaie un autre fichier ou un lien.',
  'list-without-links': 'Aucun lien de cette playlist ne peut être lu. Essaies-en une autre.',
  'empty-file': 'Il n’y a aucun son dans ce fichier. Essaies-en un autre.',
  'http-status': 'Le site refuse de me donner ce fichier. Vérifie le lien dans un navigateur.',
  'source-busy':
    'Le site a des soucis en ce moment. Réessaie dans quelques minutes ou prends un autre lien.',
  'source-timeout':
    'Le site a mis trop de temps à répondre. Réessaie plus tard ou prends un autre lien.',
  'source-lost':
    'J’ai perdu la connexion avec le site. Réessaie plus tard ou prends un autre lien.',
  gone: 'Ça n’existe plus. Essaie un autre lien.',
  'attachment-gone':
    'Je n’arrive plus à récupérer ce fichier joint sur Discord. Joins-le à nouveau.',
  'age-limit':
    'C’est réservé à un certain âge, alors je ne peux pas le jouer. Essaie une autre version en ligne.',
  region: 'C’est bloqué là où je suis hébergé. Essaie une autre version en ligne.',
  'sign-in':
    'Le site veut qu’on se connecte à un compte pour ça. Essaie une autre version en ligne.',
  'rate-limited': 'Le site me trouve trop pressé. Attends quelques minutes, puis réessaie.',
  'host-refused':
    'Ce site bloque l’adresse d’où je viens, et attendre n’y changera rien. Essaie un autre site ou demande à la personne qui m’héberge de configurer un proxy ou des cookies pour celui-ci.',
  drm: 'C’est protégé contre la copie (DRM), alors seul le lecteur du site peut le jouer. Essaie une autre version en ligne.',
  unsupported:
    'Je ne connais pas ce site ou ce format. Essaie un lien direct vers un fichier audio.',
  'search-away':
    'La bibliothèque n’a pas ça, et je ne peux pas chercher sur le web en ce moment. Essaie d’autres mots ou un lien.',
  'ytdlp-missing':
    'J’ai besoin de yt-dlp pour ce genre de lien, et il n’est pas installé ici. Utilise un lien direct ou demande à la personne qui m’héberge de l’installer.',
  'ytdlp-failed':
    'Je n’ai pas réussi à lire cette page. Essaie un autre lien ou demande à la personne qui m’héberge de mettre yt-dlp à jour.',
  'live-segments':
    'Je ne sais pas jouer ce genre de direct. Essaie le flux direct de la station ou un enregistrement.',
  'library-login':
    'Le serveur de musique ne me laisse pas entrer. Demande à la personne qui m’héberge de vérifier SUBSONIC_URLS et JELLYFIN_URLS.',
  'no-lyrics':
    'Je n’ai pas trouvé de paroles pour ça. Essaie `/paroles recherche:` avec l’artiste et le titre.',
  'lyrics-off':
    'Je n’en ai pas les paroles, car aucun service de paroles n’est configuré. Demande à la personne qui m’héberge de définir LYRICS_URL.',
  'lyrics-away':
    'Le service de paroles ne répond pas en ce moment. Réessaie dans quelques minutes.',
  'no-chapters': 'Ce qui est joué n’a pas de chapitres. Va à un moment avec /aller-à.',
  'scrobble-off':
    'La personne qui héberge ce bot n’a pas configuré ce service. Demande-lui de définir LISTENBRAINZ_URL ou LASTFM_KEYS.',
  'scrobble-token':
    'ListenBrainz ne connaît pas ce jeton. Copie-le de nouveau depuis listenbrainz.org → Settings et réessaie.',
  'scrobble-unconfirmed':
    'Last.fm dit que tu ne l’as pas encore autorisé, ou que c’était trop long. Autorise-le sur la page, ou recommence avec `/scrobble link`.',
  'scrobble-away':
    'Ce service ne répond pas pour l’instant. Réessaie dans quelques minutes, s’il te plaît.',
  'ffmpeg-missing':
    'J’ai besoin de FFmpeg pour ce format, et il n’est pas installé ici. Essaie un fichier MP3, FLAC ou Ogg, ou demande à la personne qui m’héberge de l’installer.',
  'decode-failed': 'Ce fichier est abîmé. Essaie une autre copie.',
  'no-progress':
    'J’ai lu une bonne partie de ce fichier sans trouver de son. Essaie une autre copie.',
  'cut-short': 'Ce fichier est tronqué. Essaie une autre copie.',
  'decoder-crashed': 'Ce fichier a fait planter le décodeur. Essaie une autre copie.',
  'voice-timeout': 'Le serveur vocal de Discord n’a pas répondu à temps. Réessaie dans un instant.',
  'voice-busy': 'Je rejoins trop de salons à la fois. Réessaie dans une minute.',
  'voice-refused': 'Discord a refusé la connexion vocale. Vérifie mes permissions, puis réessaie.',
  'voice-dave-required':
    'Ce salon demande un chiffrement plus récent que le mien. Demande à la personne qui m’héberge de me mettre à jour.',
  'voice-dave-not-ready':
    'Le chiffrement du salon n’a pas démarré. Utilise /quitter, puis réessaie dans un instant.',
  'voice-lost': 'J’ai été déconnecté du salon vocal. Utilise /rejoindre pour me faire revenir.',
  'channel-gone':
    'Le salon vocal où j’étais n’existe plus. Utilise /rejoindre pour me faire venir dans un autre.',
  'engine-lost': 'Le moteur audio s’est arrêté sans prévenir. Réessaie dans un instant.',
  'too-many-players':
    'Je joue déjà sur autant de serveurs que la personne qui m’héberge le permet. Réessaie plus tard.',
  'memory-full': 'Je n’ai plus assez de mémoire pour un serveur de plus. Réessaie plus tard.',
  'database-away':
    'Je n’arrive pas à joindre ma base de données, alors je ne peux pas commencer ici. Réessaie dans une minute.',
  'other-process': 'Une autre copie de moi joue sur ce serveur. Réessaie dans un instant.',
  'unknown-server':
    'Mes commandes sont là, mais je ne suis pas membre de ce serveur. Demande à un admin de m’inviter aussi comme bot.',
  'player-away':
    'Je n’arrive pas à joindre le lecteur de ce serveur en ce moment. Réessaie dans un instant.',
  'player-late':
    'Je n’ai pas eu de réponse à temps, donc ça a peut-être marché. Regarde /en-cours, puis réessaie.',
  superseded: 'Une autre commande est passée avant. Regarde /en-cours, puis réessaie.',
  'ended-meanwhile':
    'La musique a été arrêtée pendant que je cherchais ça. Utilise encore /jouer pour l’écouter.',
  starting: 'Je suis en train de démarrer. Réessaie dans un instant.',
  'shutting-down': 'Je suis en train de m’arrêter. Réessaie dans une minute.',
  internal:
    'Quelque chose a mal tourné de mon côté. Réessaie\u202f; si ça continue, préviens la personne qui m’héberge.',
}
