import { expect, test } from 'bun:test'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { YAML } from 'bun'
import { DEFAULTS } from '../../src/config/variables.ts'
import { ffmpegArgs } from '../../src/engine/portable/ffmpeg-process.ts'
import { DEMUXERS } from '../../src/engine/portable/sniff.ts'
import { until } from '../discord/until.ts'
import { freePort } from '../support/free-port.ts'

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
  readonly healthcheck?: { readonly test: readonly string[] }
}

const COPY_OF_THE_CHECKOUT = /^COPY (?:--chmod=\d+ )?(?!--)(.*) \S+$/gm
const root = `${import.meta.dir}/../..`
const text = (name: string) => Bun.file(`${root}/${name}`).text()
/** A command as the container gets it: `$$` is Compose's way to write `$`. */
const unescaped = (words: readonly string[] = []) => words.map((word) => word.replaceAll('$$', '$'))
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
    const { limits, reservations } = service.deploy.resources
    // Not of processors: engines refuse more than the machine has.
    expect(Object.keys(limits).toSorted()).toEqual(['memory', 'pids'])
    expect(Object.keys(reservations)).toEqual(['memory'])
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

test('no secret has a default, and only who uses a secret has to set it', async () => {
  const compose = await text('docker-compose.yml')
  for (const name of ['DISCORD_TOKEN', 'POSTGRES_PASSWORD', 'REDIS_PASSWORD'])
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
    const run = Bun.spawnSync(unescaped(all[name]?.entrypoint), {
      env: { PATH: '/usr/bin:/bin', [variable]: '' },
    })
    expect(run.exitCode).toBe(1)
    expect(run.stderr.toString()).toContain(`set ${variable} in .env`)
  }
})

test('each secret may come from a file, and no password is written twice', async () => {
  const over = YAML.parse(await text('docker-compose.secrets.yml')) as {
    services: Record<string, { environment: Record<string, string>; secrets: string[] }>
    secrets: Record<string, { file: string }>
  }
  for (const { environment, secrets } of Object.values(over.services)) {
    expect(Object.values(environment)).toEqual(secrets.map((name) => `/run/secrets/${name}`))
    for (const name of secrets) expect(over.secrets[name]?.file).toBe(`./secrets/${name}`)
  }
  const { segue } = await services()
  for (const [name, value] of Object.entries(segue?.environment ?? {}))
    if (name.endsWith('_URL')) expect(value).not.toContain('PASSWORD}@')
})

test('Redis is given its password, and the order to stop, by what starts it', async () => {
  const { redis } = await services()
  await using folder = await redisImage()
  const env = { PATH: `${folder.path}:${process.env.PATH}`, REDIS_PASSWORD: 'no "word" \\ #1' }
  await using server = Bun.spawn(unescaped(redis?.entrypoint), { env, stdout: 'ignore' })
  const [, check = ''] = unescaped(redis?.healthcheck?.test)
  const isHealthy = (REDIS_PASSWORD: string) =>
    Bun.spawnSync(['sh', '-c', check], { env: { ...env, REDIS_PASSWORD } }).exitCode === 0
  await until(() => isHealthy(env.REDIS_PASSWORD), 'Redis to be healthy')
  expect(isHealthy('guessed')).toBe(false)
  server.kill('SIGTERM')
  // A shell that stayed in between would be what the signal ends, with another code.
  expect(await server.exited).toBe(0)
})

test('the database is not healthy while it sets itself up, when it listens on its socket alone', async () => {
  const check = (await services()).postgres?.healthcheck?.test ?? []
  expect(check.join(' ')).toContain('pg_isready --quiet --host 127.0.0.1')
})

test('the program’s variables are the container’s, but for what the image settles', async () => {
  const { segue } = await services()
  const settled = Object.keys(DEFAULTS).filter((name) =>
    /^(BIND|DATA_DIR|\w+_PORT|YTDLP_PATH|FFMPEG_PATH)$/.test(name),
  )
  const named = Object.keys(segue?.environment ?? {})
  expect([...named, ...settled].toSorted()).toEqual(Object.keys(DEFAULTS).toSorted())
})

test('the build’s context holds only what is named, so that no secret gets into the image', async () => {
  const rules = (await text('.dockerignore')).split('\n').filter((line) => /^[^#]/.test(line))
  expect(rules[0]).toBe('*')
  const let_in = rules.filter((rule) => rule.startsWith('!')).map((rule) => rule.slice(1))
  const copied = [...(await text('Dockerfile')).matchAll(COPY_OF_THE_CHECKOUT)].flatMap(
    ([, names = '']) => names.split(' '),
  )
  expect(new Set(copied)).toEqual(new Set(let_in))
  for (const secret of ['**/.env*', '**/*.pem', '**/*.key', '**/*.crt', '**/*.p12', '**/*.pfx'])
    expect(rules.at(-1 - rules.toReversed().indexOf(secret))).toBe(secret)
})

test('what the image takes from the checkout can be read by its user, whatever the umask was', async () => {
  const [, run = ''] = (await text('Dockerfile')).split(/^FROM .* AS run$/m)
  const copies = [...run.matchAll(COPY_OF_THE_CHECKOUT)].map(([line]) => line)
  expect(copies.length).toBeGreaterThan(1)
  for (const line of copies) expect(line).toStartWith('COPY --chmod=755 ')
})

test('the image’s FFmpeg has every demuxer and filter that it is asked for', async () => {
  const dockerfile = await text('Dockerfile')
  const enabled = (what: string) => {
    const [, names = ''] = new RegExp(`--enable-${what}='([^']+)'`).exec(dockerfile) ?? []
    return names.split(',')
  }
  expect(enabled('demuxer').toSorted()).toEqual(DEMUXERS.toSorted())
  const args: readonly string[] = ffmpegArgs({ ffmpegPath: 'ffmpeg', demuxer: 'mp3', startMs: 1 })
  const graph = args[args.indexOf('-af') + 1] ?? ''
  const filters = graph
    .replace(/'[^']*'/g, '')
    .split(',')
    .map((filter) => filter.replace(/=.*/, ''))
  expect(filters).toEqual(['volume', 'asetpts', 'atrim'])
  for (const filter of filters) expect(enabled('filter')).toContain(filter)
})

test('the image runs as an unprivileged user, and nothing in it names a processor', async () => {
  const dockerfile = await text('Dockerfile')
  const lastUser = dockerfile.match(/^USER (.*)$/gm)?.at(-1)
  expect(lastUser).toMatch(/^USER [1-9]\d+$/)
  const withoutComments = dockerfile.replace(/^#.*$/gm, '')
  expect(withoutComments).not.toMatch(/amd64|arm64|x86_64|aarch64|x64/)
})

/**
 * A folder for the PATH with the programs of Redis's image, which use a port of their own here,
 * and an entry point that, like the image's, becomes what it is told to start.
 */
async function redisImage() {
  const path = await mkdtemp(join(tmpdir(), 'segue-image-'))
  const port = freePort()
  const scripts: Record<string, string> = { 'docker-entrypoint.sh': 'exec "$@"' }
  scripts['redis-server'] = `exec ${Bun.which('redis-server')} "$@" --port ${port} --bind 127.0.0.1`
  scripts['redis-cli'] = `exec ${Bun.which('redis-cli')} -p ${port} "$@"`
  for (const [name, line] of Object.entries(scripts)) {
    await Bun.write(join(path, name), `#!/bin/sh\n${line}\n`)
    await chmod(join(path, name), 0o755)
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}
