import { describe, expect, test } from 'bun:test'

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
  test('explains itself', async () => {
    const { output, code } = await bootstrap('--help')
    expect(code).toBe(0)
    expect(output).toContain('usage: script/bootstrap')
  })
})

function plan(fixture: string, ...more: string[]) {
  const file = fixture.includes('.') ? `${import.meta.dir}/fixtures/${fixture}` : fixture
  return bootstrap('--plan', '--os-release', file, ...more)
}

async function bootstrap(...args: string[]): Promise<{ output: string; code: number }> {
  const child = Bun.spawn([`${root}/script/bootstrap`, ...args], {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()])
  return { output: out + err, code: await child.exited }
}
