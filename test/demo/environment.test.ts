import { expect, test } from 'bun:test'
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
