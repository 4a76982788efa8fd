/** Where words are looked for when somebody says where. */
export const SEARCH_PLACES = ['library', 'youtube', 'soundcloud'] as const
