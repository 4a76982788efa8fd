import { expect, test } from 'bun:test'
import { DEFAULTS } from '../../src/config/variables.ts'
import { passedOn } from './environment.ts'

test('the bot gets the caller’s engine and addresses, and neither his token nor his database', () => {
  expect(
    passedOn({
      ENGINE: 'portable',
      ALLOW_PRIVATE_ADDRESSES: '127.0.0.1:8000',
      FFMPEG_PATH: '',
      DISCORD_TOKEN: 'secret',
      DATABASE_URL: 'postgres://segue@db/segue',
      DATA_DIR: '/srv/segue',
    }),
  ).toEqual({ ENGINE: 'portable', ALLOW_PRIVATE_ADDRESSES: '127.0.0.1:8000' })
})

test('the bot gets each variable of music, so that all sources can be heard here', () => {
  const own = /^(DISCORD_|DATABASE_|REDIS_|\w+_PORT$|LOG_)/
  const ofTheDemo = ['DATA_DIR', 'ROLES', 'BIND', 'OWNER_IDS', 'HISTORY_DAYS', 'MESSAGE_CONTENT']
  const music = Object.keys(DEFAULTS).filter((name) => !own.test(name) && !ofTheDemo.includes(name))
  const set = Object.fromEntries(music.map((name) => [name, 'x']))
  const { YTDLP_UPDATE_URL: _, ...wanted } = set
  expect(passedOn(set)).toEqual(wanted)
})
