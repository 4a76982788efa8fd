import { expect, test } from 'bun:test'
import { runCommand } from '../support/command.ts'

const shape = (...args: string[]) => runCommand('script/lib/shape.ts', args, {})

test('script/shape tells folders, the longest files, who imports whom, and that there is no cycle', async () => {
  const { code, out } = await shape('--imports')
  expect(code).toBe(0)
  expect(out).toMatch(/^src\/domain +\d+ +\d+$/m)
  expect(out).toMatch(/^src\/player → src\/domain +\d+$/m)
  expect(out).not.toMatch(/^src\/domain → src\/player/m)
  expect(out).toEndWith('Cycles\nnone\n\n')
})

test('script/shape names an argument that it does not know', async () => {
  const { code, err } = await shape('--cycle')
  expect(code).toBe(2)
  expect(err).toContain('unknown argument "--cycle"')
})
