import { expect, test } from 'bun:test'
import { ROLES, type Role } from '../../src/base/role.ts'

const SHARED = {
  DATABASE_URL: 'postgres://segue:s3cret@127.0.0.1:1/segue',
  REDIS_URL: 'redis://127.0.0.1:1',
}

test.each([
  ['gateway,audio,api,worker', ['gateway', 'audio', 'api', 'worker']],
  ['gateway,audio', ['gateway', 'audio']],
  ['api,worker', ['api', 'worker']],
  ['api', ['api']],
  ['worker', ['worker']],
] as const)('with ROLES=%s it asks these roles and no other', async (roles, asked) => {
  await using ports = new Ports()
  expect(await ports.check(roles)).toEqual({ code: 0, output: '' })
  expect(ports.asked.toSorted()).toEqual(asked.map((role) => `${role} /live`).toSorted())

  for (const role of asked) {
    ports.stalled = role
    const { code, output } = await ports.check(roles)
    expect(code).toBe(1)
    expect(output).toBe(`${role} is not alive: /live answers 503\n`)
  }
})

test('a configuration that cannot be is told, and no secret with it', async () => {
  await using ports = new Ports()
  const { code, output } = await ports.check('gateway')
  expect(code).toBe(1)
  expect(output).toContain('ROLES has gateway without audio')
  expect(output).not.toContain('s3cret')
  expect(ports.asked).toEqual([])
})

/** The ports of all roles, of which one may have stalled. */
class Ports implements AsyncDisposable {
  readonly asked: string[] = []
  stalled: Role | null = null
  readonly #servers = ROLES.map((role) => ({
    role,
    server: Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: ({ url }) => {
        this.asked.push(`${role} ${new URL(url).pathname}`)
        return new Response(null, { status: role === this.stalled ? 503 : 200 })
      },
    }),
  }))

  async check(roles: string): Promise<{ code: number; output: string }> {
    const ports = this.#servers.map(({ role, server }) => [
      `${role.toUpperCase()}_PORT`,
      String(server.port),
    ])
    const { PATH } = process.env
    const child = Bun.spawn(['bun', '--no-env-file', 'src/health-check.ts'], {
      cwd: `${import.meta.dir}/../..`,
      env: { PATH, ...SHARED, DISCORD_TOKEN: 'a.b.c', ROLES: roles, ...Object.fromEntries(ports) },
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()])
    return { code: await child.exited, output: out + err }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { server } of this.#servers) await server.stop(true)
  }
}
