import { describe, expect, test } from 'bun:test'
import { faultsOf, RestStage } from './rest-stage.ts'

const rest = RestStage.set()

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
  const section = (accessory: object) => ({
    ...{ type: 9, components: [{ type: 10, content: 'x' }], accessory },
  })
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
      'a thumbnail that is no link',
      { flags: v2, components: [section({ type: 11, media: { url: 'file:///etc/passwd' } })] },
      { 'components.0.accessory.media.url': 'URL_TYPE_INVALID_SCHEME' },
    ],
    [
      'a thumbnail without a picture',
      { flags: v2, components: [section({ type: 11 })] },
      { 'components.0.accessory.media': 'BASE_TYPE_REQUIRED' },
    ],
    [
      'a thumbnail of a file that the message hasn’t got',
      { flags: v2, components: [section({ type: 11, media: { url: 'attachment://a.png' } })] },
      {
        'components.0.accessory.media.url': 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
      },
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
    const text = rest.discord.createGuild().createTextChannel('bots')
    const reply = await rest.call('POST', `/channels/${text.id}/messages`, body)
    expect(reply.json?.code).toBe(50035)
    expect(faultsOf(reply.json?.errors)).toEqual(faults)
    expect(rest.discord.messages(text)).toEqual([])
  })

  test('without anything are refused with 50006, also by an edit', async () => {
    const text = rest.discord.createGuild().createTextChannel('bots')
    const path = `/channels/${text.id}/messages`
    expect((await rest.call('POST', path, { content: ' ' })).json?.code).toBe(50006)
    const sent = await rest.call('POST', path, { content: 'x' })
    const edited = await rest.call('PATCH', `${path}/${sent.json?.id}`, { content: null })
    expect(edited.json?.code).toBe(50006)
  })

  test('notify whom the text names and allowed_mentions lets through', async () => {
    const guild = rest.discord.createGuild()
    const text = guild.createTextChannel('bots')
    const [alice, bob] = [guild.createMember('alice'), guild.createMember('bob')]
    const role = guild.createRole('DJ')
    const content = `@everyone <@${alice.id}> <@${bob.id}> <@&${role.id}> \`<@${guild.id}>\``
    const pings = async (allowed?: object) => {
      const body = { content, ...(allowed ? { allowed_mentions: allowed } : {}) }
      const { json } = await rest.call('POST', `/channels/${text.id}/messages`, body)
      return rest.discord.messages(text).find(({ id }) => id === json?.id)?.pings
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

  test('with a nonce that is enforced come once', async () => {
    const text = rest.discord.createGuild().createTextChannel('bots')
    const path = `/channels/${text.id}/messages`
    const send = async (nonce: string, more = {}) =>
      (await rest.call('POST', path, { content: 'x', nonce, ...more })).json?.id
    const first = await send('1', { enforce_nonce: true })
    expect(await send('1', { enforce_nonce: true })).toBe(first)
    expect(await send('1')).not.toBe(first)
    expect(await send('2', { enforce_nonce: true })).not.toBe(first)
    expect(rest.discord.messages(text)).toHaveLength(3)
  })

  test('need view, send and the own authorship', async () => {
    const guild = rest.discord.createGuild()
    const text = guild.createTextChannel('bots')
    const path = `/channels/${text.id}/messages`
    const theirs = guild.createMember('alice').writes(text, 'hers')
    const edit = await rest.call('PATCH', `${path}/${theirs.id}`, { content: 'mine' })
    expect([edit.status, edit.json?.code]).toEqual([403, 50005])
    expect((await rest.call('DELETE', `${path}/${theirs.id}`)).json?.code).toBe(50013)
    guild.setBotPermissions(text, { sendMessages: false })
    expect((await rest.call('POST', path, { content: 'x' })).json?.code).toBe(50013)
    guild.setBotPermissions(text, { view: false })
    expect((await rest.call('POST', path, { content: 'x' })).json?.code).toBe(50001)
    expect((await rest.call('POST', '/channels/1/messages', { content: 'x' })).json?.code).toBe(
      10003,
    )
  })

  test('of before aren’t shown to who may not read the history: the list is empty', async () => {
    const guild = rest.discord.createGuild()
    const text = guild.createTextChannel('bots')
    const path = `/channels/${text.id}/messages`
    const { id } = guild.createMember('alice').writes(text, 'hers')
    expect((await rest.call('GET', path)).json).toMatchObject([{ id }])
    guild.setBotPermissions(text, { readMessageHistory: false })
    const list = await rest.call('GET', path)
    expect([list.status, list.json]).toEqual([200, [] as never])
    expect((await rest.call('GET', `${path}/${id}`)).json?.code).toBe(50013)
    guild.setBotPermissions(text, { view: false })
    expect((await rest.call('GET', path)).json?.code).toBe(50001)
  })
})
