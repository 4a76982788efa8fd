import { expect, test } from 'bun:test'
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dir, '../..')
/** Of the checkout's own, where a user without rights has it. */
const BUN = '.cache/tools/node_modules/.bin/bun'

test('script/start finds the Bun of its checkout and the .env there, called from anywhere', async () => {
  await using cleanUp = new AsyncDisposableStack()
  const checkout = await mkdtemp(join(tmpdir(), 'segue-start-'))
  cleanUp.defer(() => rm(checkout, { recursive: true }))
  await cp(join(root, 'script'), join(checkout, 'script'), { recursive: true })
  for (const name of ['src', 'package.json', 'node_modules'])
    await symlink(join(root, name), join(checkout, name))
  await mkdir(join(checkout, 'bin'))
  for (const name of ['bash', 'dirname', 'env'])
    await symlink(Bun.which(name) ?? name, join(checkout, 'bin', name))
  await Bun.write(join(checkout, '.env'), 'ENGINE=turbo')

  const without = await start(checkout)
  expect(without.code).toBe(1)
  expect(without.output).toBe('script/start: Bun is missing: run script/bootstrap first\n')

  await mkdir(dirname(join(checkout, BUN)), { recursive: true })
  await symlink(process.execPath, join(checkout, BUN))
  const { code, output } = await start(checkout)
  expect(code).toBe(1)
  expect(output).toContain('DISCORD_TOKEN isn’t set')
  expect(output).toContain('ENGINE')
  expect((await start(checkout, '--help')).output).toContain('usage:')
})

async function start(checkout: string, ...args: string[]) {
  const child = Bun.spawn([join(checkout, 'script/start'), ...args], {
    cwd: tmpdir(),
    env: { PATH: join(checkout, 'bin'), HOME: checkout },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()])
  return { code: await child.exited, output: out + err }
}

test.each(['build-native', 'healthy', 'new-database', 'start', 'test', 'update-yt-dlp'])(
  'script/%s shows its usage, and refuses an argument that it doesn’t know without doing a thing',
  (name) => {
    const run = (argument: string) => Bun.spawnSync([join(root, 'script', name), argument])
    const help = run('--help')
    expect([help.exitCode, `${help.stderr}`]).toEqual([0, ''])
    expect(`${help.stdout}`).toMatch(/^(Segue [\d.]+: .*\n\n)?usage: /)
    const refused = run('--no-such-option')
    expect([refused.exitCode, `${refused.stdout}`]).toEqual([2, ''])
    expect(`${refused.stderr}`).toContain('--no-such-option')
  },
)
