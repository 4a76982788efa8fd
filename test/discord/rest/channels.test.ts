import { expect, test } from 'bun:test'
import { Permission } from '../state/permissions.ts'
import { RestStage } from './rest-stage.ts'

const rest = RestStage.set()

test('the status of a voice channel needs its permission', async () => {
  const guild = rest.discord.createGuild()
  const channel = guild.createVoiceChannel('Music')
  const path = `/channels/${channel.id}/voice-status`
  // Outside the channel it takes the right to manage it as well.
  expect((await rest.call('PUT', path, { status: 'x' })).json?.code).toBe(50013)
  const manager = rest.discord.createBot('manager', {
    permissions: Permission.setVoiceChannelStatus | Permission.manageChannels,
  })
  guild.invite(manager)
  const set = (status: string) => rest.call('PUT', path, { status }, { token: manager.token })
  expect((await set('x'.repeat(501))).json?.code).toBe(50035)
  expect((await set('A song')).status).toBe(204)
  expect(guild.statusOf(channel)).toBe('A song')
})
