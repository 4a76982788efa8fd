import { expect, test } from 'bun:test'
import { YAML } from 'bun'

/** What docker-compose.yml promises, beyond its schema, which script/test checks. */
interface Service {
  readonly profiles?: readonly string[]
  readonly ports?: readonly string[]
  readonly read_only?: boolean
  readonly environment: Readonly<Record<string, string>>
  readonly entrypoint?: readonly string[]
  readonly restart: string
  readonly logging: { readonly options: Readonly<Record<string, string>> }
  readonly deploy: { readonly resources: Readonly<Record<'limits' | 'reservations', object>> }
  readonly depends_on?: Readonly<Record<string, { condition: string; required: boolean }>>
  readonly healthcheck?: object
}

const root = `${import.meta.dir}/../..`
const text = (name: string) => Bun.file(`${root}/${name}`).text()
const services = async () =>
  (YAML.parse(await text('docker-compose.yml')) as { services: Record<string, Service> }).services

test('the bot runs alone by default, and its port is published on loopback only', async () => {
  const all = Object.entries(await services())
  const byDefault = all.filter(([, { profiles }]) => profiles === undefined)
  expect(byDefault.map(([name]) => name)).toEqual(['segue'])
  for (const [name, { ports = [] }] of all) {
    expect(ports).toEqual(name === 'segue' ? ['127.0.0.1:3000:3000'] : [])
  }
})

test('it waits for database and Redis until they are healthy, and does without where they are off', async () => {
  const { segue, ...others } = await services()
  const waits = Object.entries(segue?.depends_on ?? {})
  expect(waits.map(([name]) => name).toSorted()).toEqual(Object.keys(others).toSorted())
  for (const [, wait] of waits)
    expect(wait).toEqual({ condition: 'service_healthy', required: false })
  for (const { healthcheck } of Object.values(others)) expect(healthcheck).toBeDefined()
})

test('every service has limits, reservations, rotated logs and a restart policy', async () => {
  for (const service of Object.values(await services())) {
    expect(service.logging.options).toEqual({ 'max-size': '10m', 'max-file': '3' })
    expect(service.restart).toBe('unless-stopped')
    expect(Object.keys(service.deploy.resources).toSorted()).toEqual(['limits', 'reservations'])
  }
})

test('.env.example names every variable that docker-compose.yml takes', async () => {
  const compose = await text('docker-compose.yml')
  const taken = new Set([...compose.matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map(([, name]) => name))
  expect(taken.size).toBeGreaterThan(5)
  const example = await text('.env.example')
  const named = new Set([...example.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name))
  expect([...taken].filter((name) => !named.has(name))).toEqual([])
})

test('no secret has a default, and none is asked of who does not use it', async () => {
  const compose = await text('docker-compose.yml')
  for (const name of ['DISCORD_TOKEN', 'POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'DATABASE_URL'])
    expect(compose).toContain(`\${${name}:-}`)
  // Compose evaluates `${X:?}` although the service is off.
  expect(compose).not.toContain(':?')
})

test('database and Redis refuse to start without a password, by a sentence', async () => {
  const all = await services()
  for (const [name, variable] of [
    ['postgres', 'POSTGRES_PASSWORD'],
    ['redis', 'REDIS_PASSWORD'],
  ] as const) {
    const [program, ...args] = (all[name]?.entrypoint ?? []).map((arg) => arg.replaceAll('$$', '$'))
    const run = Bun.spawnSync([program ?? '', ...args], {
      env: { PATH: '/usr/bin:/bin', [variable]: '' },
    })
    expect(run.exitCode).toBe(1)
    expect(run.stderr.toString()).toContain(`set ${variable} in .env`)
  }
})

test('the container’s variables are the program’s', async () => {
  const { segue } = await services()
  const known = await text('.env.example')
  for (const name of Object.keys(segue?.environment ?? {})) expect(known).toContain(`\n${name}=`)
})

test('the build’s context is what is named, so that no secret gets into the image', async () => {
  const rules = (await text('.dockerignore')).split('\n').filter((line) => /^[^#]/.test(line))
  expect(rules[0]).toBe('*')
  const let_in = rules.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1))
  const copied = [...(await text('Dockerfile')).matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(
    ([, names = '']) => names.split(' '),
  )
  expect(new Set(copied)).toEqual(new Set(let_in))
  for (const secret of ['**/.env*', '**/*.pem', '**/*.key'])
    expect(rules.at(-1 - rules.toReversed().indexOf(secret))).toBe(secret)
})

test('the image runs as nobody of importance, and nothing in it names a processor', async () => {
  const dockerfile = await text('Dockerfile')
  const lastUser = dockerfile.match(/^USER (.*)$/gm)?.at(-1)
  expect(lastUser).toMatch(/^USER [1-9]\d+$/)
  const withoutComments = dockerfile.replace(/^#.*$/gm, '')
  expect(withoutComments).not.toMatch(/amd64|arm64|x86_64|aarch64|x64/)
})
