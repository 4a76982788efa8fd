import { addressPolicy } from '../../src/net/address-policy.ts'
import { request } from '../../src/net/http.ts'
import { NetError } from '../../src/net/net-error.ts'
import { GuardedProxy } from '../../src/net/proxy.ts'

/**
 * Asks for each URL of the command line and prints a line: the status, or the error's code and cause.
 * With VIA set, through a guarded proxy.
 */
const policy = addressPolicy({ allowed: ['127.0.0.0/8'] }, { resolve: async () => ['127.0.0.1'] })
await using proxy = await GuardedProxy.start({ policy })
const route = process.env.VIA === undefined ? {} : { via: proxy.lease().url }
for (const url of process.argv.slice(2)) {
  try {
    const answer = await request(url, { policy, ...route })
    answer.cancel()
    console.log(answer.status)
  } catch (error) {
    if (!(error instanceof NetError)) throw error
    console.log(error.code, (error.cause as { code?: string }).code)
  }
}
