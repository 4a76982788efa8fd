import { SegueError } from '../../base/error.ts'
import { permit } from '../../domain/policy/decide.ts'
import { defaultSettings, type GuildSettings } from '../../domain/settings.ts'
import type { MemberCall } from '../interactions/call.ts'
import type { Reply } from '../interactions/reply.ts'
import { fromMenu } from '../settings/given.ts'
import { formOf, isTyped } from '../views/settings/editor.ts'
import { fieldNamed, type SettingField } from '../views/settings/fields.ts'
import { settingsLogView } from '../views/settings/log.ts'
import { settingsPanel } from '../views/settings/panel.ts'
import type { Component } from './component.ts'

/** A field was chosen in the panel: its menu appears there, or a form to type it into. */
export const setting: Component = {
  action: 'setting',
  run: async (call) => {
    const field = known(call.values[0])
    const settings = mayManage(call)
    return isTyped(field.control)
      ? { form: formOf(field, settings[field.name]) }
      : inPlace(call, settings, field)
  },
}

/** A value was chosen in a field's menu. */
export const set: Component = {
  action: 'set',
  run: async (call) => {
    const field = known(call.args[0])
    return inPlace(call, await changed(call, fromMenu(field, call.values)), field)
  },
}

/** Everything becomes as it was at first, once that's confirmed. */
export const resetSettings: Component = {
  action: 'reset-settings',
  run: async (call) => {
    const [step] = call.args
    const settings = mayManage(call)
    if (step === 'yes') return inPlace(call, await changed(call, defaultSettings), null)
    const view = settingsPanel(settings, call.messageContent, step === 'ask' ? 'reset' : null)
    return { view, visibility: 'in place' }
  },
}

/** Who changed what. */
export const settingsLog: Component = {
  action: 'settings-log',
  run: async ({ guildId, players, request }) => {
    const changes = await players.settingsChanges(guildId, request().actor)
    return { view: settingsLogView(changes), visibility: 'caller' }
  },
}

/** Throws 'outdated-control' for what no version of the panel offers. */
export function known(name: string | undefined): SettingField {
  const field = fieldNamed(name)
  if (field === undefined) throw new SegueError('outdated-control')
  return field
}

/** The settings as they are, for somebody who may change them. */
function mayManage({ guildId, players, request }: MemberCall): GuildSettings {
  const state = players.state(guildId)
  permit('manage', request().actor, state)
  return state.settings
}

export const changed = (
  { guildId, players, request }: MemberCall,
  change: Partial<GuildSettings>,
): Promise<GuildSettings> => players.changeSettings(guildId, change, request().actor)

export const inPlace = (
  { messageContent }: MemberCall,
  settings: GuildSettings,
  field: SettingField | null,
): Reply => ({
  view: settingsPanel(settings, messageContent, field?.name ?? null),
  visibility: 'in place',
})
