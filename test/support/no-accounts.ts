import { Accounts } from '../../src/scrobbling/accounts.ts'
import { Seal } from '../../src/scrobbling/seal.ts'

/** Where nobody has linked an account, and no service is set up. */
export const noAccounts = new Accounts({
  store: {
    accountsOf: async () => [],
    linkedBy: async () => [],
    link: () => Promise.reject(new Error('nothing is stored here')),
    unlink: async () => false,
    refuse: async () => {},
  },
  ...{ seal: new Seal('token'), listenbrainz: null, lastfm: null },
})
