import { expect, test } from 'bun:test'
import { plain, tidy } from '../../../src/sources/matching/plain.ts'

test('letters of scripts that tell the sound become Latin, and those that don’t stay', () => {
  expect(plain('Молчат Дома')).toBe('molchat doma')
  expect(plain('Ευτυχώς')).toBe('eytychos')
  expect(plain('カラオケ ひまわり')).toBe('karaoke himawari')
  expect(plain('봄날')).toBe('bomnal')
  expect(plain('عمرو دياب')).toBe('mrw dyb')
  // A character of Han is read in one way in Chinese and in several in Japanese.
  expect(plain('紅蓮華')).toBe('紅蓮華')
})

test('signs that stand for letters are letters, and parts are counted by digits', () => {
  expect(plain('P!nk & Ke$ha')).toBe('pink and kesha')
  expect(plain('Mov. III. Presto')).toBe(plain('3rd movement: Presto'))
  expect(plain('Symphony No. 5, Pt. II')).toBe('symphony 5 part 2')
  expect(plain('Sigur Rós – Hoppípolla!')).toBe('sigur ros hoppipolla')
})

test('what sites put into a text is taken out', () => {
  expect(tidy('Rock &amp; Roll\u200b ｆｕｌｌ “x”')).toBe('Rock & Roll full "x"')
})

test('a sign that stands for many letters makes no name longer than others', () => {
  expect(tidy('\ufdfa'.repeat(200)).length).toBeLessThanOrEqual(200)
})
