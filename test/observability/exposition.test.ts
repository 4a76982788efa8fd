import { expect, test } from 'bun:test'
import { merged } from '../../src/observability/exposition.ts'
import { Metrics } from '../../src/observability/metrics.ts'

test('expositions become one: each family once, and every sample with the labels of its own', () => {
  const one = '# HELP a First.\n# TYPE a counter\na 1\na{x="1 }"} 2\n'
  const other =
    '# HELP b Second.\n# TYPE b gauge\nb 3 1395066363000\n# HELP a First.\n# TYPE a counter\na{} 4\n'
  expect(
    merged([
      { labels: { process: 'host:"1"' }, text: one },
      { labels: {}, text: other },
      { labels: { process: 'c', role: 'api' }, text: '# TYPE b gauge\nb 5' },
    ]),
  ).toBe(
    [
      '# HELP a First.',
      '# TYPE a counter',
      'a{process="host:\\"1\\""} 1',
      'a{process="host:\\"1\\"",x="1 }"} 2',
      'a{} 4',
      '# HELP b Second.',
      '# TYPE b gauge',
      'b 3 1395066363000',
      'b{process="c",role="api"} 5',
      '',
    ].join('\n'),
  )
})

test('several roles tell what they share once, and what is one’s own with its name', async () => {
  const metrics = new Metrics()
  metrics.http.api.observe({ method: 'GET', route: '/health', status: 200 }, 0.1)
  metrics.http.audio.observe({ method: 'GET', route: '/health', status: 200 }, 0.1)
  metrics.commands.inc({ command: 'play', outcome: 'answered' })
  metrics.firstFrameSeconds.observe(0.3)
  const told = await metrics.ofRoles(['audio', 'api'])
  const count = (text: string) => told.split(text).length - 1
  expect(count('# TYPE segue_http_seconds histogram')).toBe(1)
  for (const role of ['audio', 'api']) {
    const sample = `segue_http_seconds_count{role="${role}",method="GET",route="/health",status="200"} 1`
    expect(count(sample)).toBe(1)
  }
  expect(count('\nprocess_resident_memory_bytes ')).toBe(1)
  expect(count('\nsegue_first_frame_seconds_count 1')).toBe(1)
  // The role gateway is not among them.
  expect(count('segue_commands_total')).toBe(0)
})
