import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const ROOT = join(import.meta.dir, '../..')
const BUILD_WITHIN_MS = 20 * 60_000

/** The commands of the image's stages, each in a folder that holds just what the Dockerfile copies there. */
test(
  'the stages build what they hand on, and the program starts from just that',
  async () => {
    const dockerfile = await Bun.file(join(ROOT, 'Dockerfile')).text()
    const folder = await mkdtemp(join(tmpdir(), 'segue-stages-'))
    await using cleanUp = new AsyncDisposableStack()
    cleanUp.defer(() => rm(folder, { recursive: true, force: true }))

    const build = join(folder, 'build')
    const isLeftOut = leftOut(await Bun.file(join(ROOT, '.dockerignore')).text())
    for (const name of copiesOf(stage(dockerfile, 'native'))) {
      const filter = (path: string) => !isLeftOut(relative(ROOT, path))
      await cp(join(ROOT, name), join(build, name), { recursive: true, filter })
    }
    expect(existsSync(join(build, 'native/target'))).toBe(false)
    run(build, 'script/bootstrap')
    run(build, commandsOf(stage(dockerfile, 'dependencies')))

    const app = join(folder, 'app')
    for (const [, from = '', to = ''] of dockerfile.matchAll(
      /^COPY --from=\S+ \/app\/(\S+) (\S+)$/gm,
    ))
      await cp(join(build, from), join(app, to), { recursive: true, verbatimSymlinks: true })
    for (const part of copiesOf(stage(dockerfile, 'run')))
      await cp(join(ROOT, part), join(app, part), { recursive: true })
    await rm(build, { recursive: true })
    expect(run(app, 'bun src/main.ts --help')).toContain('DISCORD_TOKEN')
    const loads = "const a = require('./native/segue.node'); console.log(typeof a.Track)"
    expect(run(app, `bun -e "${loads}"`)).toContain('function')
    expect(run(app, `bun -e "require('@discordjs/opus'); console.log('opus')"`)).toContain('opus')
    expect(run(app, '.venv/bin/python -m yt_dlp --version')).toMatch(/^\d{4}\./)
  },
  BUILD_WITHIN_MS,
)

/** The lines of one stage. */
function stage(dockerfile: string, name: string): string {
  return dockerfile.split(/^(?=FROM )/m).find((part) => part.includes(` AS ${name}\n`)) ?? ''
}

/** What a stage runs in the folder, without what it puts elsewhere in the image. */
function commandsOf(lines: string): string {
  const [, commands] = /^RUN (.*?)\s*\\\n\s*&& install -D /ms.exec(lines) ?? []
  if (commands === undefined) throw new Error(`no commands in ${lines}`)
  return commands.replaceAll('\\\n', '')
}

/** What a stage copies from the checkout. */
function copiesOf(lines: string): string[] {
  return [...lines.matchAll(/^COPY (?:--chmod=\d+ )?(?!--)(.*) \S+$/gm)].flatMap(([, names = '']) =>
    names.split(' '),
  )
}

/** Whether a path of what is let in is left out all the same. */
function leftOut(dockerignore: string): (path: string) => boolean {
  const patterns = dockerignore.split('\n').filter((line) => /^[^#!]/.test(line) && line !== '*')
  const globs = patterns.map((pattern) => new Bun.Glob(pattern))
  return (path) => globs.some((glob) => glob.match(path))
}

function run(folder: string, command: string): string {
  const child = Bun.spawnSync(['sh', '-c', command], { cwd: folder })
  const output = `${child.stdout}${child.stderr}`
  if (child.exitCode !== 0) throw new Error(`${command} failed:\n${output.slice(-4_000)}`)
  return output
}
