import { expect, test } from 'bun:test'
import { until } from '../discord/until.ts'

test('a child doesn’t outlive the process that started it, even if that was killed', async () => {
  const script = `
    import { endWithUs } from ${JSON.stringify(`${import.meta.dir}/end-with-us.ts`)}
    const child = Bun.spawn(['sleep', '600'])
    endWithUs(child)
    console.log(child.pid)
    setInterval(() => {}, 1_000)`
  const starter = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe' })
  const reader = starter.stdout.getReader()
  const { value } = await reader.read()
  const pid = Number(new TextDecoder().decode(value))
  expect(isAlive(pid)).toBe(true)
  starter.kill('SIGKILL')
  await until(() => !isAlive(pid), 'the child to end')
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
