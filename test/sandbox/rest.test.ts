import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { LocalDiscord } from './local-discord.ts'
import { Permission } from './permissions.ts'

/** What Discord refuses, and how, asked over plain HTTP. */

let discord: LocalDiscord

beforeAll(async () => {
  discord = await LocalDiscord.start()
  discord.faults.rest.rateLimits = false
})
afterAll(() => discord[Symbol.asyncDispose]())

interface Reply {
  status: number
  headers: Headers
  json: { code?: number; message?: string; errors?: unknown; [key: string]: unknown } | null
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  { token = discord.token as string | null, to = discord } = {},
): Promise<Reply> {
  const response = await fetch(`${to.apiUrl}/v10${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bot ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    json: text === '' ? null : JSON.parse(text),
  }
}

/** Paths of the faults in an answer of code 50035, with their codes. */
function faultsOf(errors: unknown, path = ''): Record<string, string> {
  if (typeof errors !== 'object' || errors === null) return {}
  return Object.entries(errors).reduce<Record<string, string>>((all, [key, value]) => {
    if (key === '_errors' && Array.isArray(value)) {
      all[path] = value.map(({ code }) => code).join()
    } else Object.assign(all, faultsOf(value, path === '' ? key : `${path}.${key}`))
    return all
  }, {})
}

describe('commands', () => {
  const command = (fields: object) => ({ name: 'play', description: 'Plays', ...fields })
  const option = (fields: object) => ({ name: 'query', description: 'What', type: 3, ...fields })
  const cases: [string, unknown, Record<string, string>][] = [
    ['an upper-case name', command({ name: 'Play' }), { name: 'APPLICATION_COMMAND_INVALID_NAME' }],
    ['a name with a space', command({ name: 'a b' }), { name: 'APPLICATION_COMMAND_INVALID_NAME' }],
    ['no description', { name: 'play' }, { description: 'BASE_TYPE_REQUIRED' }],
    [
      'a description of 101',
      command({ description: 'x'.repeat(101) }),
      { description: 'BASE_TYPE_BAD_LENGTH' },
    ],
    [
      '26 options',
      command({ options: Array.from({ length: 26 }, (_, i) => option({ name: `o${i}` })) }),
      { options: 'BASE_TYPE_BAD_LENGTH' },
    ],
    [
      'a required option after an optional one',
      command({ options: [option({}), option({ name: 'b', required: true })] }),
      { 'options.1.required': 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID' },
    ],
    [
      'two options of one name',
      command({ options: [option({}), option({})] }),
      { 'options.1.name': 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS' },
    ],
    [
      'an option of type 12',
      command({ options: [option({ type: 12 })] }),
      { 'options.0.type': 'NUMBER_TYPE_MAX' },
    ],
    [
      'choices beside autocomplete',
      command({ options: [option({ autocomplete: true, choices: [{ name: 'a', value: 'a' }] })] }),
      { 'options.0.autocomplete': 'APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES' },
    ],
    [
      'autocomplete on a boolean',
      command({ options: [option({ type: 5, autocomplete: true })] }),
      { 'options.0.autocomplete': 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID' },
    ],
    [
      'a choice of 101',
      command({ options: [option({ choices: [{ name: 'x'.repeat(101), value: 'a' }] })] }),
      { 'options.0.choices.0.name': 'BASE_TYPE_BAD_LENGTH' },
    ],
    [
      'an unknown locale',
      command({ name_localizations: { xx: 'spiele' } }),
      { 'name_localizations.xx': 'ENUM_TYPE_COERCE' },
    ],
  ]

  test.each(cases)('%s is refused with 50035', async (_name, body, faults) => {
    const reply = await call('POST', `/applications/${discord.applicationId}/commands`, body)
    expect(reply.status).toBe(400)
    expect(reply.json?.code).toBe(50035)
    expect(faultsOf(reply.json?.errors)).toEqual(faults)
  })

  test('are created, overwritten, edited, listed and removed, globally and in one server', async () => {
    const guild = discord.createGuild()
    for (const scope of ['', `/guilds/${guild.id}`]) {
      const base = `/applications/${discord.applicationId}${scope}/commands`
      const first = await call('POST', base, command({}))
      const again = await call('POST', base, command({ description: 'Anew' }))
      expect([first.status, again.status]).toEqual([201, 200])
      expect(again.json?.id).toBe(first.json?.id)
      const id = String(first.json?.id)
      await call('PATCH', `${base}/${id}`, { description: 'Edited' })
      expect((await call('GET', `${base}/${id}`)).json?.description).toBe('Edited')
      expect((await call('DELETE', `${base}/${id}`)).status).toBe(204)
      expect((await call('GET', `${base}/${id}`)).json?.code).toBe(10063)
      await call('PUT', base, [command({ name: 'a' }), command({ name: 'b' })])
      expect((await call('GET', base)).json).toMatchObject([{ name: 'a' }, { name: 'b' }])
      const twins = await call('PUT', base, [command({}), command({})])
      expect(faultsOf(twins.json?.errors)).toEqual({
        '1.name': 'APPLICATION_COMMANDS_DUPLICATE_NAME',
      })
    }
  })

  test('are a hundred at most', async () => {
    const many = Array.from({ length: 101 }, (_, i) => command({ name: `c${i}` }))
    const reply = await call('PUT', `/applications/${discord.applicationId}/commands`, many)
    expect(reply.json?.code).toBe(30032)
  })
})

describe('messages', () => {
  const button = (fields: object) => ({ type: 2, style: 1, label: 'x', custom_id: 'a', ...fields })
  const row = (...components: object[]) => ({ type: 1, components })
  const select = (fields: object) => ({
    type: 3,
    custom_id: 's',
    options: [{ label: 'a', value: 'a' }],
    ...fields,
  })
  const v2 = 1 << 15
  const cases: [string, object, Record<string, string>][] = [
    ['2001 characters', { content: 'x'.repeat(2001) }, { content: 'BASE_TYPE_BAD_LENGTH' }],
    [
      'eleven embeds',
      { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) },
      { embeds: 'BASE_TYPE_BAD_LENGTH' },
    ],
    [
      'an embed title of 257',
      { embeds: [{ title: 'x'.repeat(257) }] },
      { 'embeds.0.title': 'BASE_TYPE_BAD_LENGTH' },
    ],
    [
      'an empty field',
      { embeds: [{ fields: [{ name: '', value: 'x' }] }] },
      { 'embeds.0.fields.0.name': 'BASE_TYPE_BAD_LENGTH' },
    ],
    [
      'embeds of 6001 together',
      { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
      { embeds: 'MAX_EMBED_SIZE_EXCEEDED' },
    ],
    [
      'a picture that is no link',
      { embeds: [{ title: 'x', image: { url: 'file:///etc/passwd' } }] },
      { 'embeds.0.image.url': 'URL_TYPE_INVALID_SCHEME' },
    ],
    [
      'six rows',
      { components: Array.from({ length: 6 }, (_, i) => row(button({ custom_id: `${i}` }))) },
      { components: 'BASE_TYPE_BAD_LENGTH' },
    ],
    [
      'six buttons in a row',
      {
        components: [row(...Array.from({ length: 6 }, (_, i) => button({ custom_id: `${i}` })))],
      },
      { 'components.0.components': 'BASE_TYPE_BAD_LENGTH' },
    ],
    [
      'one custom id twice',
      { components: [row(button({}), button({}))] },
      { 'components.0.components.1.custom_id': 'COMPONENT_CUSTOM_ID_DUPLICATED' },
    ],
    [
      'a label of 81',
      { components: [row(button({ label: 'x'.repeat(81) }))] },
      { 'components.0.components.0.label': 'BASE_TYPE_BAD_LENGTH' },
    ],
    [
      'a button outside a row',
      { components: [button({})] },
      { 'components.0.type': 'UNION_TYPE_CHOICES' },
    ],
    [
      'a menu beside a button',
      { components: [row(select({}), button({}))] },
      { 'components.0.components': 'COMPONENT_LAYOUT_WIDTH_EXCEEDED' },
    ],
    [
      'a menu without options',
      { components: [row(select({ options: [] }))] },
      {
        'components.0.components.0.options': 'BASE_TYPE_BAD_LENGTH',
        'components.0.components.0.max_values': 'SELECT_COMPONENT_MAX_VALUES_INVALID',
      },
    ],
    [
      'content beside components of the second version',
      { content: 'x', flags: v2, components: [{ type: 10, content: 'y' }] },
      { content: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2' },
    ],
    [
      '4001 characters in text components',
      {
        flags: v2,
        components: [2000, 2001].map((length) => ({ type: 10, content: 'x'.repeat(length) })),
      },
      { components: 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED' },
    ],
    [
      'mentions allowed twice over',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
      { allowed_mentions: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE' },
    ],
  ]

  test.each(cases)('%s is refused with 50035', async (_name, body, faults) => {
    const text = discord.createGuild().createTextChannel('bots')
    const reply = await call('POST', `/channels/${text.id}/messages`, body)
    expect(reply.json?.code).toBe(50035)
    expect(faultsOf(reply.json?.errors)).toEqual(faults)
    expect(discord.messages(text)).toEqual([])
  })

  test('without anything are refused with 50006, also by an edit', async () => {
    const text = discord.createGuild().createTextChannel('bots')
    const path = `/channels/${text.id}/messages`
    expect((await call('POST', path, { content: ' ' })).json?.code).toBe(50006)
    const sent = await call('POST', path, { content: 'x' })
    const edited = await call('PATCH', `${path}/${sent.json?.id}`, { content: null })
    expect(edited.json?.code).toBe(50006)
  })

  test('notify whom the text names and allowed_mentions lets through', async () => {
    const guild = discord.createGuild()
    const text = guild.createTextChannel('bots')
    const [alice, bob] = [guild.createMember('alice'), guild.createMember('bob')]
    const role = guild.createRole('DJ')
    const content = `@everyone <@${alice.id}> <@${bob.id}> <@&${role.id}> \`<@${guild.id}>\``
    const pings = async (allowed?: object) => {
      const body = { content, ...(allowed ? { allowed_mentions: allowed } : {}) }
      const { json } = await call('POST', `/channels/${text.id}/messages`, body)
      return discord.messages(text).find(({ id }) => id === json?.id)?.pings
    }
    // Without the permission to mention everyone that part is only text.
    expect(await pings()).toEqual({ users: [alice.id, bob.id], roles: [role.id], everyone: false })
    expect(await pings({ parse: [] })).toEqual({ users: [], roles: [], everyone: false })
    expect(await pings({ users: [bob.id] })).toEqual({
      users: [bob.id],
      roles: [],
      everyone: false,
    })
  })

  test('need view, send and the own authorship', async () => {
    const guild = discord.createGuild()
    const text = guild.createTextChannel('bots')
    const path = `/channels/${text.id}/messages`
    const theirs = guild.createMember('alice').writes(text, 'hers')
    const edit = await call('PATCH', `${path}/${theirs.id}`, { content: 'mine' })
    expect([edit.status, edit.json?.code]).toEqual([403, 50005])
    expect((await call('DELETE', `${path}/${theirs.id}`)).json?.code).toBe(50013)
    guild.setBotPermissions(text, { sendMessages: false })
    expect((await call('POST', path, { content: 'x' })).json?.code).toBe(50013)
    guild.setBotPermissions(text, { view: false })
    expect((await call('POST', path, { content: 'x' })).json?.code).toBe(50001)
    expect((await call('POST', '/channels/1/messages', { content: 'x' })).json?.code).toBe(10003)
  })
})

describe('every call', () => {
  test('needs a token that exists', async () => {
    for (const token of [null, 'wrong']) {
      const reply = await call('GET', '/users/@me', undefined, { token })
      expect([reply.status, reply.json]).toEqual([401, { message: '401: Unauthorized', code: 0 }])
    }
  })

  test('that is not served is told to the test', async () => {
    expect((await call('GET', '/nowhere')).status).toBe(404)
    expect(discord.unknownCalls).toContain('GET /nowhere')
  })

  test('with 204 has neither body nor content type', async () => {
    const text = discord.createGuild().createTextChannel('bots')
    const reply = await call('POST', `/channels/${text.id}/typing`)
    expect([reply.status, reply.json, reply.headers.get('content-type')]).toEqual([204, null, null])
  })

  test('with broken JSON is refused with 50109', async () => {
    const text = discord.createGuild().createTextChannel('bots')
    const response = await fetch(`${discord.apiUrl}/v10/channels/${text.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
      body: '{',
    })
    expect(await response.json()).toMatchObject({ code: 50109 })
  })
})

describe('rate limits', () => {
  test('count down a bucket of each channel, then answer 429 with how long to wait', async () => {
    await using to = await LocalDiscord.start()
    const guild = to.createGuild()
    const send = (id: string) =>
      call('POST', `/channels/${id}/messages`, { content: 'x' }, { token: to.token, to })
    const [one, other] = [guild.createTextChannel('one'), guild.createTextChannel('other')]
    const remaining: (string | null)[] = []
    for (let i = 0; i < 5; i += 1) {
      remaining.push((await send(one.id)).headers.get('x-ratelimit-remaining'))
    }
    expect(remaining).toEqual(['4', '3', '2', '1', '0'])
    const refused = await send(one.id)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('x-ratelimit-scope')).toBe('user')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3)
    expect(Number(refused.json?.retry_after)).toBeGreaterThan(3)
    expect((await send(other.id)).status).toBe(200)
    expect(to.messages(one)).toHaveLength(5)
  })

  test('end at 50 calls a second over all routes', async () => {
    await using to = await LocalDiscord.start()
    const replies = await Promise.all(
      Array.from({ length: 60 }, () =>
        call('GET', '/users/@me', undefined, { token: to.token, to }),
      ),
    )
    const refused = replies.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(10)
    expect(refused[0]?.headers.get('x-ratelimit-global')).toBe('true')
    expect(refused[0]?.json?.global).toBe(true)
  })

  test('and failures come when a test plans them, and slowness too', async () => {
    await using to = await LocalDiscord.start()
    to.faults.rest.failNext('GET /users/@me', 502)
    to.faults.rest.delay(/^GET \/users/, 60)
    const me = () => call('GET', '/users/@me', undefined, { token: to.token, to })
    const startedAt = performance.now()
    expect((await me()).status).toBe(502)
    expect((await me()).status).toBe(200)
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(118)
  })
})

test('the status of a voice channel needs its permission', async () => {
  const guild = discord.createGuild()
  const channel = guild.createVoiceChannel('Music')
  const path = `/channels/${channel.id}/voice-status`
  // Outside the channel it takes the right to manage it as well.
  expect((await call('PUT', path, { status: 'x' })).json?.code).toBe(50013)
  const manager = discord.createBot('manager', {
    permissions: Permission.setVoiceChannelStatus | Permission.manageChannels,
  })
  guild.invite(manager)
  const set = (status: string) => call('PUT', path, { status }, { token: manager.token })
  expect((await set('x'.repeat(501))).json?.code).toBe(50035)
  expect((await set('A song')).status).toBe(204)
  expect(guild.statusOf(channel)).toBe('A song')
})
