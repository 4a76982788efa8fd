import { describe, expect, test } from 'bun:test'
import { faultsOf, RestStage } from './rest-stage.ts'

const rest = RestStage.set()

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
    [
      'an upper-case name in another language',
      command({ name_localizations: { de: 'Spiele' } }),
      { 'name_localizations.de': 'APPLICATION_COMMAND_INVALID_NAME' },
    ],
    [
      'an option’s name with a space in another language',
      command({ options: [option({ name_localizations: { de: 'a b' } })] }),
      { 'options.0.name_localizations.de': 'APPLICATION_COMMAND_INVALID_NAME' },
    ],
    [
      'a description of 101 in another language',
      command({ description_localizations: { de: 'x'.repeat(101) } }),
      { 'description_localizations.de': 'BASE_TYPE_BAD_LENGTH' },
    ],
    [
      'a choice of 101 in another language',
      command({
        options: [
          option({
            choices: [{ name: 'a', value: 'a', name_localizations: { de: 'x'.repeat(101) } }],
          }),
        ],
      }),
      { 'options.0.choices.0.name_localizations.de': 'BASE_TYPE_BAD_LENGTH' },
    ],
  ]

  test.each(cases)('%s is refused with 50035', async (_name, body, faults) => {
    const reply = await rest.call(
      'POST',
      `/applications/${rest.discord.applicationId}/commands`,
      body,
    )
    expect(reply.status).toBe(400)
    expect(reply.json?.code).toBe(50035)
    expect(faultsOf(reply.json?.errors)).toEqual(faults)
  })

  test('are created, overwritten, edited, listed and removed, globally and in one server', async () => {
    const guild = rest.discord.createGuild()
    for (const scope of ['', `/guilds/${guild.id}`]) {
      const base = `/applications/${rest.discord.applicationId}${scope}/commands`
      const first = await rest.call('POST', base, command({}))
      const again = await rest.call('POST', base, command({ description: 'Anew' }))
      expect([first.status, again.status]).toEqual([201, 200])
      expect(again.json?.id).toBe(first.json?.id)
      const id = String(first.json?.id)
      await rest.call('PATCH', `${base}/${id}`, { description: 'Edited' })
      expect((await rest.call('GET', `${base}/${id}`)).json?.description).toBe('Edited')
      expect((await rest.call('DELETE', `${base}/${id}`)).status).toBe(204)
      expect((await rest.call('GET', `${base}/${id}`)).json?.code).toBe(10063)
      await rest.call('PUT', base, [command({ name: 'a' }), command({ name: 'b' })])
      expect((await rest.call('GET', base)).json).toMatchObject([{ name: 'a' }, { name: 'b' }])
      const twins = await rest.call('PUT', base, [command({}), command({})])
      expect(faultsOf(twins.json?.errors)).toEqual({
        '1.name': 'APPLICATION_COMMANDS_DUPLICATE_NAME',
      })
    }
  })

  test('are listed with their texts in other languages only where that is asked', async () => {
    const base = `/applications/${rest.discord.applicationId}/commands`
    const choices = [{ name: 'all', value: 'a', name_localizations: { de: 'alles' } }]
    const options = [option({ name_localizations: { de: 'suche' }, choices })]
    await rest.call('PUT', base, [command({ name_localizations: { de: 'spiele' }, options })])
    const [plain] = (await rest.call('GET', base)).json as unknown as object[]
    expect(JSON.stringify(plain)).not.toMatch(/localizations|spiele|suche|alles/)
    const [full] = (await rest.call('GET', `${base}?with_localizations=true`))
      .json as unknown as object[]
    expect(full).toMatchObject({ name_localizations: { de: 'spiele' }, options })
  })

  test('are a hundred at most', async () => {
    const many = Array.from({ length: 101 }, (_, i) => command({ name: `c${i}` }))
    const reply = await rest.call(
      'PUT',
      `/applications/${rest.discord.applicationId}/commands`,
      many,
    )
    expect(reply.json?.code).toBe(30032)
  })
})
