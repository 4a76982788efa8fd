import { ComponentType } from '../rest/component-form.ts'
import type { Modal } from '../state/interactions.ts'
import type { Component } from '../state/model.ts'
import { flatten } from './message.ts'
import { ClientRefusal } from './outcome.ts'

export const SELECT_TYPES: readonly number[] = [
  ComponentType.stringSelect,
  ComponentType.userSelect,
  ComponentType.roleSelect,
  ComponentType.mentionableSelect,
  ComponentType.channelSelect,
]

/** The component of one of these types with that id, if a person can use it. */
export function usableComponent(
  components: readonly Component[],
  customId: string,
  types: readonly number[],
): Component {
  const component = flatten(components).find(
    ({ custom_id, type }) => custom_id === customId && types.includes(type),
  )
  if (!component) throw new ClientRefusal(`the message has no ${customId}`)
  if (component.disabled) throw new ClientRefusal(`${customId} is disabled`)
  return component
}

/** A menu takes so many values, and a text menu only its own. */
export function checkSelection(menu: Component, values: readonly string[]): void {
  const { min_values: min = 1, max_values: max = 1, custom_id: id } = menu
  if (values.length < min || values.length > max) {
    throw new ClientRefusal(`${id} takes ${min} to ${max} values`)
  }
  const offered = menu.options?.map(({ value }) => value)
  const wrong = values.find((value) => offered && !offered.includes(value))
  if (wrong !== undefined) throw new ClientRefusal(`${id} does not offer ${wrong}`)
}

/** A form's components as they are sent back. */
export function filledForm(modal: Modal, fields: Readonly<Record<string, string>>): object[] {
  for (const id of Object.keys(fields)) {
    if (!flatten(modal.components).some(({ custom_id }) => custom_id === id)) {
      throw new ClientRefusal(`the form has no field ${id}`)
    }
  }
  return modal.components.map((component) => filledIn(component, fields))
}

/** Only ids and values. */
function filledIn(component: Component, fields: Readonly<Record<string, string>>): object {
  const { type, id, custom_id: customId } = component
  if (component.components) {
    return { type, id, components: component.components.map((child) => filledIn(child, fields)) }
  }
  if (component.component) return { type, id, component: filledIn(component.component, fields) }
  if (customId === undefined) return { type, id }
  const value = fields[customId] ?? component.value ?? ''
  const { min_length: min = 0, max_length: max = 4000, required = true } = component
  if ((required && value === '') || (value !== '' && value.length < min) || value.length > max) {
    throw new ClientRefusal(`${customId} has ${min} to ${max} characters`)
  }
  if (type === ComponentType.textInput) return { type, id, custom_id: customId, value }
  return { type, id, custom_id: customId, values: value === '' ? [] : [value] }
}
