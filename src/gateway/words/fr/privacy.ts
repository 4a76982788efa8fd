import { formsOf } from '../forms.ts'
import type { PrivacyWords } from '../words.ts'

const { number, plural } = formsOf('fr')

export const privacy: PrivacyWords = {
  title: 'Ce que je garde sur ce serveur',
  kept: {
    settings: () => 'ce que ses admins ont réglé',
    changes: (days) =>
      `qui a changé quel paramètre, pendant ${number(days)} ${plural(days, { one: 'jour', many: 'de jours', other: 'jours' })}`,
    queue: () =>
      'ce qui joue et ce qui est en attente, qui l’a demandé, qui dirige et qui vote, et les salons où je suis et où j’écris',
    past: () =>
      'les derniers morceaux joués, les derniers changements de la file d’attente et les mauvais résultats, pour /précédent, /annuler et /erreur',
    history: (days) =>
      `ce qui a été joué et qui l’a demandé, pendant ${number(days)} ${plural(days, { one: 'jour', many: 'de jours', other: 'jours' })}`,
    playlists: () => 'les playlists de ce serveur, et les playlists et favoris de chaque membre',
    unreadable: () =>
      'les éléments de la file d’attente écrits par une autre version de moi et que je ne sais pas lire, pour que la personne qui m’héberge puisse les récupérer',
    scrobbles: () =>
      'les comptes ListenBrainz et Last.fm que les membres ont reliés, avec l’autorisation d’y écrire, et ce qu’ils ont écouté jusqu’à l’envoi',
    keys: () => 'les clés que la personne qui m’héberge a créées pour des programmes',
  },
  beyond: 'Ses journaux, ses sauvegardes et ces clés dépendent de la personne qui m’héberge.',
  left: (days) =>
    `Quand je quitte un serveur, ses données disparaissent au bout de ${number(days)} ${plural(days, { one: 'jour', many: 'de jours', other: 'jours' })}, sauf si on m’y réinvite avant.`,
  how: 'La personne à qui appartient ce serveur peut supprimer ses données avec /confidentialité, et tu peux supprimer les tiennes.',
  ask: {
    server:
      'La musique s’arrête, et les paramètres, la file d’attente, l’historique et les playlists de ce serveur sont supprimés. C’est définitif.',
    mine: 'Je supprime tes playlists, tes favoris, tes comptes reliés et ce que j’ai noté de tes demandes, sur tous les serveurs. Ce que d’autres écoutent ou utilisent encore reste, comme tes morceaux dans une file d’attente ou les réglages que tu as changés, mais sans ton nom. C’est définitif.',
  },
  erase: { server: 'Supprimer les données du serveur', mine: 'Supprimer mes données' },
  erased: {
    server: 'Tout ce que je gardais sur ce serveur est supprimé.',
    mine: 'Tes playlists, tes favoris, tes comptes reliés et ce que j’avais noté de tes demandes sont supprimés. Ce qui reste, comme des morceaux dans une file d’attente, ne porte plus ton nom.',
  },
  keep: 'Tout garder',
  unchanged: 'Rien n’a été supprimé.',
}
