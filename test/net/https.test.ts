import { expect, test } from 'bun:test'
import { resolve } from 'node:path'
import { makeCertificate, writeCaFile } from '../discord/voice/certificate.ts'

/** What a process of its own gets from these URLs: it reads NODE_EXTRA_CA_CERTS when it starts. */
async function ask(env: Record<string, string>, ...urls: string[]): Promise<string[]> {
  const client = resolve(import.meta.dir, 'https-client.ts')
  const child = Bun.spawn([process.execPath, client, ...urls], {
    env,
    stdout: 'pipe',
    stderr: 'ignore',
  })
  return (await new Response(child.stdout).text()).trimEnd().split('\n')
}

test('https trusts certificates of a known authority for the requested name, and no others', async () => {
  const { caPem, certPem, keyPem } = await makeCertificate()
  await using ca = await writeCaFile(caPem)
  let served = 0
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    tls: { cert: certPem, key: keyPem },
    fetch() {
      served++
      return new Response('hello')
    },
  })
  const own = `https://127.0.0.1:${server.port}/`
  const otherName = `https://music.example:${server.port}/`
  try {
    for (const route of [{}, { VIA: 'proxy' }]) {
      const env = { NODE_EXTRA_CA_CERTS: ca.path, ...route }
      expect(await ask(env, own, otherName)).toEqual([
        '200',
        'source-lost ERR_TLS_CERT_ALTNAME_INVALID',
      ])
    }
    const [untrusted] = await ask({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, own)
    expect(untrusted).toMatch(/^source-lost (?:UNABLE_TO_|SELF_SIGNED)/)
    expect(served).toBe(2)
  } finally {
    await server.stop(true)
  }
})
