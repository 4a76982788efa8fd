import type {
  ChatInputCommandInteraction,
  ContextMenuCommandInteraction,
  MessageComponentInteraction,
  ModalSubmitInteraction,
} from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { messageId } from '../../base/ids.ts'
import type { Action } from '../../domain/policy/action.ts'
import type { Options, SlashCommand } from '../commands/command.ts'
import type { Component } from '../components/component.ts'
import type { Menu, Target } from '../menus/menu.ts'
import type { Modal } from '../modals/modal.ts'
import { parseCustomId } from '../views/custom-id.ts'
import type { Answerable } from './answer.ts'
import type { MemberCall } from './call.ts'
import type { Reply } from './reply.ts'

/** All that members can use. */
export interface Handlers {
  readonly commands: readonly SlashCommand[]
  readonly menus: readonly Menu[]
  readonly components: readonly Component[]
  readonly modals: readonly Modal[]
}

/** What an interaction asks for. */
export interface Asked {
  /** In logs and metrics, of which there are as many as handlers. */
  readonly name: string
  /** What the member must be allowed before anything else is looked at. */
  readonly needs: Action
  run(call: MemberCall): Promise<Reply>
}

/** Finds what an interaction asks for. */
export class Table {
  readonly #commands: ReadonlyMap<string, SlashCommand>
  readonly #menus: ReadonlyMap<string, Menu>
  readonly #components: ReadonlyMap<string, Component>
  readonly #modals: ReadonlyMap<string, Modal>

  /** Throws a `TypeError` when two of a kind have one name. */
  constructor({ commands, menus, components, modals }: Handlers) {
    this.#commands = named(commands, ({ form }) => form.name)
    this.#menus = named(menus, ({ name }) => name)
    this.#components = named(components, ({ action }) => action)
    this.#modals = named(modals, ({ action }) => action)
  }

  command(name: string): SlashCommand | undefined {
    return this.#commands.get(name)
  }

  asked(interaction: Answerable): Asked {
    if (interaction.isChatInputCommand()) return this.#ofCommand(interaction)
    if (interaction.isContextMenuCommand()) return this.#ofMenu(interaction)
    if (interaction.isMessageComponent()) return this.#ofComponent(interaction)
    return this.#ofModal(interaction)
  }

  #ofCommand(interaction: ChatInputCommandInteraction): Asked {
    const command = this.#commands.get(interaction.commandName)
    if (command === undefined) return OUTDATED
    const options = optionsOf(interaction.options)
    const { form, needs = 'read' } = command
    return { name: form.name, needs, run: (call) => command.run({ ...call, options }) }
  }

  #ofMenu(interaction: ContextMenuCommandInteraction): Asked {
    const menu = this.#menus.get(interaction.commandName)
    if (menu === undefined) return OUTDATED
    const target = targetOf(interaction)
    const name = `menu:${menu.name}`
    return { name, needs: 'read', run: (call) => menu.run({ ...call, target }) }
  }

  #ofComponent(interaction: MessageComponentInteraction): Asked {
    const { action = '', args = [] } = parseCustomId(interaction.customId) ?? {}
    const component = this.#components.get(action)
    if (component === undefined) return OUTDATED
    const values = interaction.isAnySelectMenu() ? interaction.values : []
    const given = { messageId: messageId(interaction.message.id), args, values }
    const { needs = 'read' } = component
    const name = `component:${action}`
    return { name, needs, run: (call) => component.run({ ...call, ...given }) }
  }

  #ofModal(interaction: ModalSubmitInteraction): Asked {
    const { action = '', args = [] } = parseCustomId(interaction.customId) ?? {}
    const modal = this.#modals.get(action)
    if (modal === undefined) return OUTDATED
    const { fields } = interaction.fields
    const text = (field: string) => {
      const found = fields.get(field)
      const value = found !== undefined && 'value' in found ? found.value : null
      return typeof value === 'string' ? value : null
    }
    const { needs = 'read' } = modal
    const name = `modal:${action}`
    return { name, needs, run: (call) => modal.run({ ...call, args, text }) }
  }
}

/** Something of an older version, or what somebody made up. */
const OUTDATED: Asked = {
  name: 'unknown',
  needs: 'read',
  run: () => Promise.reject(new SegueError('outdated-control')),
}

function named<T>(list: readonly T[], nameOf: (one: T) => string): ReadonlyMap<string, T> {
  const map = new Map(list.map((one) => [nameOf(one), one]))
  if (map.size < list.length) throw new TypeError(`two of one name: ${list.map(nameOf).join(', ')}`)
  return map
}

function optionsOf(given: ChatInputCommandInteraction['options']): Options {
  return {
    subcommand: given.getSubcommand(false),
    text: (name) => given.getString(name),
    integer: (name) => given.getInteger(name),
    number: (name) => given.getNumber(name),
    flag: (name) => given.getBoolean(name),
    id: (name) => {
      const value = given.get(name)?.value
      return typeof value === 'string' ? value : null
    },
    file: (name) => {
      const file = given.getAttachment(name)
      return file && { name: file.name, url: file.url, sizeBytes: file.size }
    },
  }
}

function targetOf(interaction: ContextMenuCommandInteraction): Target {
  if (!interaction.isMessageContextMenuCommand())
    return { kind: 'user', userId: interaction.targetId }
  const { content, attachments } = interaction.targetMessage
  const files = attachments.map(({ name, url, size }) => ({ name, url, sizeBytes: size }))
  return { kind: 'message', text: content, attachments: files }
}
