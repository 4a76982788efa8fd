import { expect, test } from 'bun:test'
import { PassThrough } from 'node:stream'
import { FramedReader, writeFramed } from '../../../src/sources/library/framed.ts'

type Heard = [message: unknown, bytes: string | null]

function reading() {
  const heard: Heard[] = []
  const reader = new FramedReader((message, bytes) =>
    heard.push([message, bytes === null ? null : Buffer.from(bytes).toString()]),
  )
  return { heard, reader }
}

test('messages and bytes come as they were sent, in whatever pieces they arrive', async () => {
  const stream = new PassThrough()
  const sent: Buffer[] = []
  stream.on('data', (chunk: Buffer) => sent.push(chunk))
  const text = 'line\nand\n'.repeat(100_000)
  const bytes = new SharedArrayBuffer(text.length)
  Buffer.from(bytes).write(text)
  await writeFramed(stream, { kind: 'reading', path: 'a\nb' }, null)
  await writeFramed(stream, { kind: 'catalog' }, bytes)
  await writeFramed(stream, { kind: 'done' }, null)
  const all = Buffer.concat(sent)
  const expected: Heard[] = [
    [{ kind: 'reading', path: 'a\nb' }, null],
    [{ kind: 'catalog' }, text],
    [{ kind: 'done' }, null],
  ]
  for (const size of [7, 65_536, all.length]) {
    const { heard, reader } = reading()
    for (let at = 0; at < all.length; at += size) reader.push(all.subarray(at, at + size))
    expect(heard).toEqual(expected)
  }
})

test('what isn’t written so is refused, and no more of it is kept than a line', () => {
  for (const text of ['nonsense\n', '{}\n', '[-1,0]\n', '[1e12,0]\n', '["9",0]\n'])
    expect(() => reading().reader.push(Buffer.from(text))).toThrow()
  const { reader } = reading()
  const push = () => reader.push(Buffer.alloc(600_000, 'x'))
  push()
  expect(push).toThrow('a long line')
})
