import { expect, test } from 'bun:test'
import { channelId, guildId, userId } from '../../../src/base/ids.ts'
import type { OwnVoiceState, VoiceServerAssignment } from '../../../src/domain/voice.ts'
import { CredentialPairing } from '../../../src/engine/signalling/credentials.ts'

const GUILD = guildId('1')
const ONE = channelId('11')
const TWO = channelId('12')

const state = (channel: typeof ONE | null, session = 'session'): OwnVoiceState => ({
  guild_id: GUILD,
  channel_id: channel,
  user_id: userId('9'),
  session_id: session,
  self_mute: false,
  self_deaf: true,
  mute: false,
  suppress: false,
  bitrate: null,
})
const server = (
  token: string,
  endpoint: string | null = 'voice.test:443',
): VoiceServerAssignment => ({ guild_id: GUILD, token, endpoint })

test('either event may come first; with both there are credentials, once', () => {
  for (const order of ['state first', 'server first']) {
    const pairing = new CredentialPairing()
    if (order === 'state first') pairing.state(state(ONE))
    pairing.server(server('a'), 0)
    if (order === 'server first') {
      expect(pairing.take(ONE, 0)).toBeNull()
      pairing.state(state(ONE))
    }
    expect(pairing.take(ONE, 0)).toMatchObject({ token: 'a', channelId: ONE, sessionId: 'session' })
    expect(pairing.take(ONE, 0)).toBeNull()
  }
})

test('a new server in mid-song comes without a state and is used with the one we know', () => {
  const pairing = new CredentialPairing()
  pairing.state(state(ONE))
  pairing.server(server('a'), 0)
  pairing.take(ONE, 0)
  pairing.server(server('b', 'other.test:443'), 60_000)
  expect(pairing.take(ONE, 60_000)).toMatchObject({ token: 'b', endpoint: 'other.test:443' })
})

test('no endpoint means no credentials until the next server', () => {
  const pairing = new CredentialPairing()
  pairing.state(state(ONE))
  pairing.server(server('a', null), 0)
  expect(pairing.take(ONE, 0)).toBeNull()
  pairing.server(server('b'), 10)
  expect(pairing.take(ONE, 10)).toMatchObject({ token: 'b' })
})

test('a move that brings its server first is opened again with the right channel', () => {
  const pairing = new CredentialPairing()
  pairing.state(state(ONE))
  pairing.server(server('b'), 60_000)
  expect(pairing.take(ONE, 60_000)).toMatchObject({ channelId: ONE })
  pairing.state(state(TWO))
  expect(pairing.take(TWO, 60_100)).toMatchObject({ token: 'b', channelId: TWO })
})

test('a move that brings its state first waits for its server, since the old token is worn', () => {
  const pairing = new CredentialPairing()
  pairing.state(state(ONE))
  pairing.server(server('a'), 0)
  pairing.take(ONE, 0)
  pairing.state(state(TWO))
  expect(pairing.take(TWO, 60_000)).toBeNull()
  pairing.server(server('b'), 60_050)
  expect(pairing.take(TWO, 60_050)).toMatchObject({ token: 'b', channelId: TWO })
})

test('while a member moves us, events of the channel that we leave open nothing', () => {
  const pairing = new CredentialPairing()
  pairing.state(state(ONE))
  pairing.expectServer()
  pairing.server(server('b'), 0)
  expect(pairing.take(TWO, 0)).toBeNull()
})

test('out of the channel, the last server is forgotten', () => {
  const pairing = new CredentialPairing()
  pairing.state(state(ONE))
  pairing.server(server('a'), 0)
  pairing.state(state(null))
  pairing.state(state(ONE))
  expect(pairing.take(ONE, 0)).toBeNull()
})
