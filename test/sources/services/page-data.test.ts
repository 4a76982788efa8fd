import { expect, test } from 'bun:test'
import { at, listAt, numberAt, textAt } from '../../../src/sources/services/json-path.ts'
import { linkedData, scriptWithId } from '../../../src/sources/services/page-data.ts'
import { threadTime } from '../../support/thread-time.ts'

test('a script is found by its id, however its attributes are written and ordered', () => {
  for (const tag of ['id="it" type="application/json"', "type='a/b' id='it'", 'id=it', 'ID=it']) {
    expect(scriptWithId(`<p><script src=x></script><script ${tag}>{"a":1}</script>`, 'it')).toEqual(
      {
        a: 1,
      },
    )
  }
})

test('what is no JSON, has no end or is another script is nothing', () => {
  for (const page of [
    '<script id="it">{"a":</script>',
    '<script id="it">{"a":1}',
    '<script id="other">{"a":1}</script>',
    '<script data-id="it">{"a":1}</script>',
    '',
  ]) {
    expect(scriptWithId(page, 'it')).toBeUndefined()
  }
})

test('linked data comes in its order, lists unfolded, and unreadable parts are nothing', () => {
  const of = (json: string) => `<script type="application/ld+json">${json}</script>`
  const page = `${of('{"a":1}')}<script>{"b":2}</script>${of('{')}${of('[{"c":3},4]')}`
  expect(linkedData(page)).toEqual([{ a: 1 }, undefined, { c: 3 }, 4])
})

test('two megabytes of the beginnings of scripts are read in no time', () => {
  const workedMs = threadTime()
  for (const part of ['<script', '<script>', '<script ="', '<script></script', '<']) {
    scriptWithId(part.repeat(Math.floor((2 * 1024 * 1024) / part.length)), 'it')
  }
  // Backtracking would take minutes.
  expect(workedMs()).toBeLessThan(5_000)
})

test('a path goes through own fields alone', () => {
  const value = JSON.parse('{"__proto__":{"a":"own"},"list":[{"n":1.5}],"text":"","inf":1e999}')
  expect(at(value, '__proto__', 'a')).toBe('own')
  expect(at({}, '__proto__')).toBeUndefined()
  expect(at([], 'constructor', 'name')).toBeUndefined()
  expect(at('text', 'length')).toBeUndefined()
  expect(numberAt(value, 'list', 0, 'n')).toBe(1.5)
  expect(numberAt(value, 'inf')).toBeNull()
  expect(textAt(value, 'text')).toBeNull()
  expect(listAt(value, 'text')).toEqual([])
})
