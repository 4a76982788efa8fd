import { expect, test } from 'bun:test'
import { ROLES, type Role } from '../../src/base/role.ts'
import { DEFAULTS } from '../../src/config/variables.ts'

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
  expect(ports.asked.toSorted()).toEqual(asked.map((role) => `${role} /ready`).toSorted())

  for (const role of asked) {
    ports.stalled = role
    const { code, output } = await ports.check(roles)
    expect(code).toBe(1)
    expect(output).toBe(`${role} isn't ready: /ready answers 503\n`)
  }
})

test('liveness is another question', async () => {
  await using ports = new Ports()
  expect(await ports.check('api', '--live')).toEqual({ code: 0, output: '' })
  expect(ports.asked).toEqual(['api /live'])
})

test('a role that does not exist, or does not listen, is named', async () => {
  await using ports = new Ports()
  expect(await ports.check('juggler')).toEqual({
    code: 1,
    output: "ROLES names juggler, which isn't a role\n",
  })
  await ports.close()
  expect((await ports.check('api')).output).toMatch(/^api doesn't answer on port \d+\n$/)
})

test('its roles and ports are those of the program where nothing is set', async () => {
  const script = await Bun.file(`${import.meta.dir}/../../script/healthy`).text()
  expect(script).toContain(`\${ROLES:-${DEFAULTS.ROLES}}`)
  for (const role of ROLES) {
    const name = `${role.toUpperCase() as Uppercase<Role>}_PORT` as const
    expect(script).toContain(`\${${name}:-${DEFAULTS[name]}}`)
  }
  expect(script).toContain(`\${BIND:-${DEFAULTS.BIND}}`)
})

/** The ports of all roles; one may have stalled. */
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

  async check(roles: string, ...args: string[]): Promise<{ code: number; output: string }> {
    const ports = this.#servers.map(({ role, server }) => [
      `${role.toUpperCase()}_PORT`,
      String(server.port),
    ])
    const { PATH } = process.env
    const child = Bun.spawn(['script/healthy', ...args], {
      cwd: `${import.meta.dir}/../..`,
      env: { PATH, ...SHARED, DISCORD_TOKEN: 'a.b.c', ROLES: roles, ...Object.fromEntries(ports) },
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()])
    return { code: await child.exited, output: out + err }
  }

  async close(): Promise<void> {
    for (const { server } of this.#servers) await server.stop(true)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
