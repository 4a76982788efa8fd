/** The bot's own database inside its process, or a PostgreSQL beside it. */
export type DatabaseKind = 'embedded' | 'server'

/**
 * Where bots keep their state in this run, if the test doesn't say: `TEST_DATABASE` is `embedded` or
 * `server`. With a server, which is the default, a start takes half as long.
 */
export const DATABASE_OF_RUN = databaseOfRun(process.env.TEST_DATABASE)

function databaseOfRun(named = 'server'): DatabaseKind {
  if (named === 'embedded' || named === 'server') return named
  throw new Error(`TEST_DATABASE is "${named}": it takes embedded or server`)
}
