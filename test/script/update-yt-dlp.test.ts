import { expect, test } from 'bun:test'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installedYtdlp } from '../../src/sources/yt-dlp/installed.ts'

const root = join(import.meta.dir, '../..')

test('the bot uses an update, in a folder of any name, and a failed update changes nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'segue-update-'))
  await using cleanUp = new AsyncDisposableStack()
  cleanUp.defer(() => rm(folder, { recursive: true }))
  // A script's first line can't name an interpreter in a folder with a space.
  const dataDir = join(folder, 'its data')
  const update = () => run([join(root, 'script/update-yt-dlp')], folder, dataDir)
  const used = () => run([installedYtdlp(dataDir)], folder, dataDir)

  await putRelease(folder, '2098.1.2')
  expect(await update()).toEqual([0, `yt-dlp 2098.1.2 is in ${dataDir}/yt-dlp\n`])
  expect(await used()).toEqual([0, '2098.1.2\n'])
  await putRelease(folder, '2099.3.4')
  expect(await update()).toEqual([0, `yt-dlp 2099.3.4 is in ${dataDir}/yt-dlp\n`])
  expect(await used()).toEqual([0, '2099.3.4\n'])
  const kept = await readdir(dataDir)
  expect(kept).toHaveLength(2)

  await Bun.write(join(folder, 'yt_dlp-2100.1.1-py3-none-any.whl'), 'cut off in mid-download')
  const [code] = await update()
  expect(code).not.toBe(0)
  expect(await used()).toEqual([0, '2099.3.4\n'])
  expect(await readdir(dataDir)).toEqual(kept)
})

test('without an update it is the one beside the program, or the one on the PATH', () => {
  const found = installedYtdlp('/nowhere')
  expect([join(root, '.venv/bin/yt-dlp'), 'yt-dlp']).toContain(found)
})

/**
 * A release as the package index has it, but for what is in it: a wheel (PyPA, "Binary distribution
 * format") of a program that prints its version.
 */
async function putRelease(folder: string, version: string): Promise<void> {
  const info = `yt_dlp-${version}.dist-info`
  const files = {
    'yt_dlp.py': `def main():\n    print("${version}")\n`,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: yt-dlp\nVersion: ${version}\nProvides-Extra: default\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/entry_points.txt`]: '[console_scripts]\nyt-dlp = yt_dlp:main\n',
    [`${info}/RECORD`]: '',
  }
  const wheel = join(folder, `yt_dlp-${version}-py3-none-any.whl`)
  const zip =
    'import json, sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as z:\n for name, text in json.loads(sys.argv[2]).items(): z.writestr(name, text)'
  const made = Bun.spawnSync(['python3', '-c', zip, wheel, JSON.stringify(files)])
  expect(made.stderr.toString()).toBe('')
}

/** The exit code, and what it printed to its standard output. */
async function run(
  command: readonly string[],
  releases: string,
  dataDir: string,
): Promise<[number, string]> {
  const child = Bun.spawn([...command], {
    env: { ...process.env, DATA_DIR: dataDir, PIP_NO_INDEX: '1', PIP_FIND_LINKS: releases },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [output] = await Promise.all([child.stdout.text(), child.stderr.text()])
  return [await child.exited, output]
}
