import { describe, expect, test } from 'bun:test'
import { chmod, cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = `${import.meta.dir}/../..`

describe('script/bootstrap --plan', () => {
  test('on Debian 12 takes the Rust that its browsers are built with, and says nothing of untried', async () => {
    const { output, code } = await plan('debian-12.os-release')
    expect(code).toBe(0)
    expect(output).toContain('cargo-web rustc-web')
    expect(output).not.toContain('untried')
  })
  test.each([
    ['debian-13.os-release', 'apt-get install -y --no-install-recommends nodejs', 'rustup'],
    ['ubuntu-24.04.os-release', 'apt-get install -y --no-install-recommends nodejs', 'rustup'],
    ['mint-22.os-release', 'apt-get install -y --no-install-recommends nodejs', 'rustup'],
    ['fedora-43.os-release', 'dnf install -y nodejs', 'cargo rust'],
    ['alpine-3.22.os-release', 'apk add --no-cache nodejs', 'cargo rust'],
  ])('on %s names its own packages, and says that it is untried', async (file, packages, rust) => {
    const { output, code } = await plan(file)
    expect(code).toBe(0)
    expect(output).toContain(packages)
    expect(output).toContain(rust)
    expect(output).toContain('untried')
  })
  test('on a Mac uses Homebrew, and names by hand what only Apple installs', async () => {
    const { output } = await plan('macos')
    expect(output).toContain('brew install node ffmpeg python cmake')
    expect(output).toContain('xcode-select --install')
  })
  test('on a system that it does not know names every need, and runs nothing from its os-release', async () => {
    const { output, code } = await plan('slackware.os-release')
    expect(code).toBe(1)
    for (const need of ['node', 'ffmpeg', 'compiler', 'cmake', 'Rust'])
      expect(output).toMatch(new RegExp(`^ {2}${need}: `, 'm'))
    expect(output).toContain('Slackware 15.0; $(echo ran)')
  })
  test('adds what the gate needs when it is asked to', async () => {
    expect((await plan('fedora-43.os-release')).output).not.toContain('clippy')
    expect((await plan('fedora-43.os-release', '--test')).output).toContain('clippy rustfmt')
  })
})

describe('script/bootstrap', () => {
  test.each([
    [['--frobnicate'], 'unknown argument: --frobnicate'],
    [['--plan', '--os-release'], '--os-release needs a file'],
    [['--plan', '--os-release', '/nowhere'], "can't read /nowhere"],
    [['--os-release', '/etc/os-release'], 'goes with --plan only'],
  ])('refuses %p', async (args, message) => {
    const { output, code } = await bootstrap(...args)
    expect(code).toBe(2)
    expect(output).toContain(message)
  })
  test('who may not install is told why, what to type as root, and what waits for what', async () => {
    await using machine = await BareMachine.prepare()
    const { output, code } = await machine.bootstraps()
    expect(code).toBe(1)
    for (const need of ['node', 'ffmpeg', 'compiler', 'cmake']) {
      const [, why, hand] =
        new RegExp(`^ {2}${need}: (.*)\n {4}by hand: (.*)$`, 'm').exec(output) ?? []
      expect(why).toBe('not found, and installing it needs root')
      expect(hand).toMatch(/^as root: (apt-get update && .*apt-get install|dnf install|apk add) /)
    }
    expect(output).toMatch(/^bootstrap: All that .* install .*\bnode.*\bffmpeg.*\bcmake\b/m)
    expect(output).toMatch(/^ {2}Bun [\d.]+: needs npm, which is missing, too$/m)
    for (const step of ['Dependencies', '@discordjs/opus'])
      expect(output).toContain(`  ${step}: needs bun, which is missing, too\n`)
    expect(output).not.toContain('command not found')
  })
  test('explains itself', async () => {
    const { output, code } = await bootstrap('--help')
    expect(code).toBe(0)
    expect(output).toContain('usage: script/bootstrap')
  })
})

const TOOLS_OF_ANY_SYSTEM =
  'awk bash cat cksum cmp cp cut dirname env find head ln ls mkdir rm sed sh sort tail tr uname'.split(
    ' ',
  )

function plan(fixture: string, ...more: string[]) {
  const file = fixture.includes('.') ? `${import.meta.dir}/fixtures/${fixture}` : fixture
  return bootstrap('--plan', '--os-release', file, ...more)
}

function bootstrap(...args: string[]) {
  return outcome([`${root}/script/bootstrap`, ...args])
}

async function outcome(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<{ output: string; code: number }> {
  const child = Bun.spawn([...command], {
    env,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()])
  return { output: out + err, code: await child.exited }
}

async function executable(path: string, line: string): Promise<void> {
  await Bun.write(path, `#!/bin/sh\n${line}\n`)
  await chmod(path, 0o755)
}

/** A checkout on a machine with hardly more than a shell, and a user without rights and with an empty home. */
class BareMachine implements AsyncDisposable {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async prepare(): Promise<BareMachine> {
    const folder = await mkdtemp(join(tmpdir(), 'segue-bare-'))
    for (const name of ['bin', 'home', 'segue/native'])
      await mkdir(join(folder, name), { recursive: true })
    for (const tool of TOOLS_OF_ANY_SYSTEM) {
      await symlink(Bun.which(tool) ?? tool, join(folder, 'bin', tool))
    }
    await executable(join(folder, 'bin/id'), 'echo 1000')
    for (const name of ['script', 'package.json', 'bun.lock', 'native/Cargo.toml'])
      await cp(join(root, name), join(folder, 'segue', name), { recursive: true })
    // It is there, so that nothing is left that would be downloaded.
    const venv = join(folder, 'segue/.venv')
    await cp(join(root, 'script/requirements.txt'), join(venv, 'requirements.txt'))
    await executable(join(venv, 'bin/yt-dlp'), 'echo 1')
    return new BareMachine(folder)
  }

  bootstraps() {
    const at = (path: string) => join(this.#folder, path)
    return outcome([at('segue/script/bootstrap')], { PATH: at('bin'), HOME: at('home') })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true })
  }
}
