/** A name as markdown that is safe to show, whatever it says: `views/title.ts` makes it. */
export type Title = string & { readonly __brand: 'Title' }
