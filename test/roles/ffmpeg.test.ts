import { expect, test } from 'bun:test'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Log } from '../../src/observability/log.ts'
import { tellWithoutFfmpeg } from '../../src/roles/ffmpeg.ts'

function recording(): { log: Log; lines: string[] } {
  const lines: string[] = []
  const write = (message: string) => void lines.push(message)
  return { log: { debug: write, info: write, warn: write, error: write }, lines }
}

test('an FFmpeg that is not there, or is something else, is told with the remedy', async () => {
  const home = await mkdtemp(join(tmpdir(), 'segue-ffmpeg-'))
  await using cleanUp = new AsyncDisposableStack()
  cleanUp.defer(() => rm(home, { recursive: true }))
  const broken = join(home, 'broken')
  await writeFile(broken, '#!/bin/sh\necho "error while loading shared libraries" >&2\nexit 127\n')
  await chmod(broken, 0o755)
  for (const path of [join(home, 'none'), home, broken, '/bin/true']) {
    const { log, lines } = recording()
    await tellWithoutFfmpeg(path, log)
    expect(lines).toEqual([expect.stringMatching(/^FFMPEG_PATH .*install FFmpeg/)])
  }
})

test('of an FFmpeg that runs nothing is said', async () => {
  const { log, lines } = recording()
  await tellWithoutFfmpeg('ffmpeg', log)
  expect(lines).toEqual([])
})
