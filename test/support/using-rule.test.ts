import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unawaitedReturns } from './using-rule.ts'

const ROOT = join(import.meta.dir, '..', '..')

test('no scope with `using` returns a promise that goes on after it', async () => {
  expect(await unawaitedReturns(ROOT)).toEqual([])
}, 120_000)

test('the rule finds each such return, and nothing else', async () => {
  const found = await judged(`
    declare function timer(): Disposable
    declare function late(): Promise<number>
    declare function now(): number
    export async function forgot() { using _limit = timer(); return late() }
    export function plain() { using _limit = timer(); return late() }
    export const arrow = () => { using _limit = timer(); if (now() > 1) { return late() } return 1 }
    export async function loop() { for (using _one of [timer()]) return late(); return 1 }
    export async function perhaps(some?: Promise<number>) { await using _all = new AsyncDisposableStack(); return some }
    export class Way { async go() { using _limit = timer(); return now() > 1 ? late() : late().then(now) } }
    export async function awaits() { using _limit = timer(); return await late() }
    export function value() { using _limit = timer(); return now() }
    export async function before() { if (now() > 1) return late(); using _limit = timer(); return 1 }
    export async function inner() { using _limit = timer(); return await Promise.all([1].map(() => { return late() })) }
    export async function beside() { { using _limit = timer() } return late() }
    export function any(json: string) { using _limit = timer(); return JSON.parse(json) }
  `)
  expect(found).toEqual([
    'sample.ts:5: return late()',
    'sample.ts:6: return late()',
    'sample.ts:7: return late()',
    'sample.ts:8: return late()',
    'sample.ts:9: return some',
    'sample.ts:10: return now() > 1 ? late() : late().then(now)',
  ])
}, 120_000)

async function judged(source: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-rule-'))
  try {
    const compilerOptions = { target: 'ESNext', lib: ['ESNext'], types: [], strict: true }
    await Bun.write(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    await Bun.write(join(folder, 'sample.ts'), source)
    return await unawaitedReturns(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}
