import { checkUrl } from './embed-form.ts'
import type { Form } from './form.ts'

/** Docs: Components, "Component Types". */
export const ComponentType = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
} as const

const LINK_STYLE = 5
const PREMIUM_STYLE = 6
const SELECTS: readonly number[] = [3, 5, 6, 7, 8]

/** What goes through a whole message while it is checked. */
interface Tally {
  readonly customIds: Set<string>
  /** Names of the message's files. */
  readonly files: ReadonlySet<string>
  count: number
  textLength: number
}

/** A message's components: at most 5 rows, or 40 of any kind with the flag IS_COMPONENTS_V2. */
export function checkComponents(message: Form, isV2: boolean, files: ReadonlySet<string>): void {
  const tally: Tally = { customIds: new Set(), files, count: 0, textLength: 0 }
  for (const component of message.list('components', { max: isV2 ? 40 : 5 })) {
    const type = component.integer('type', { required: true })
    if (!isV2 && type !== ComponentType.actionRow) badType(component, [ComponentType.actionRow])
    else checkTopLevel(component, tally)
  }
  if (tally.count > 40) {
    message.fail(
      'components',
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      'The total number of components cannot exceed 40',
    )
  }
  if (tally.textLength > 4000) {
    message.fail(
      'components',
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      'The total displayable text size of components exceeds the maximum of 4000',
    )
  }
}

/** Docs: Receiving and Responding, "Modal". */
export function checkModal(data: Form): void {
  data.string('custom_id', { min: 1, max: 100, required: true })
  data.string('title', { min: 1, max: 45, required: true })
  const tally: Tally = { customIds: new Set(), files: new Set(), count: 0, textLength: 0 }
  for (const component of data.list('components', { min: 1, max: 5, required: true })) {
    const type = component.integer('type', { required: true })
    if (type === ComponentType.actionRow) {
      for (const input of component.list('components', { min: 1, max: 1, required: true })) {
        checkTextInput(input, tally, true)
      }
    } else if (type === ComponentType.label) checkLabel(component, tally)
    else if (type === ComponentType.textDisplay) checkText(component, tally)
    else
      badType(component, [ComponentType.actionRow, ComponentType.textDisplay, ComponentType.label])
  }
}

function checkTopLevel(component: Form, tally: Tally): void {
  tally.count += 1
  switch (component.integer('type')) {
    case ComponentType.actionRow:
      checkRow(component, tally)
      return
    case ComponentType.section:
      checkSection(component, tally)
      return
    case ComponentType.textDisplay:
      checkText(component, tally)
      return
    case ComponentType.mediaGallery:
      for (const item of component.list('items', { min: 1, max: 10, required: true })) {
        checkMedia(item, tally)
      }
      return
    case ComponentType.file:
    case ComponentType.separator:
      return
    case ComponentType.container:
      component.integer('accent_color', { min: 0, max: 0xffffff })
      for (const child of component.list('components', { min: 1, required: true })) {
        if (child.integer('type') === ComponentType.container)
          badType(child, [1, 9, 10, 12, 13, 14])
        else checkTopLevel(child, tally)
      }
      return
    default:
      badType(component, [1, 9, 10, 12, 13, 14, 17])
  }
}

function checkRow(row: Form, tally: Tally): void {
  const children = row.list('components', { min: 1, max: 5, required: true })
  const hasSelect = children.some((child) => SELECTS.includes(child.integer('type') ?? 0))
  if (hasSelect && children.length > 1) {
    row.fail(
      'components',
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      'The specified component exceeds the maximum width',
    )
  }
  for (const child of children) {
    tally.count += 1
    const type = child.integer('type') ?? 0
    if (type === ComponentType.button) checkButton(child, tally)
    else if (SELECTS.includes(type)) checkSelect(child, tally)
    else badType(child, [2, 3, 5, 6, 7, 8])
  }
}

function checkButton(button: Form, tally: Tally): void {
  const style = button.integer('style', { min: 1, max: 6, required: true })
  button.string('label', { max: 80 })
  button.boolean('disabled')
  if (style === PREMIUM_STYLE) return
  if (!button.has('label') && !button.has('emoji')) {
    button.fail(null, 'BUTTON_COMPONENT_LABEL_REQUIRED', 'A button must have a label or an emoji')
  }
  if (style === LINK_STYLE) {
    checkUrl(button, 'url', true)
    if (button.has('custom_id')) exclusive(button)
    return
  }
  if (button.has('url')) exclusive(button)
  checkCustomId(button, tally)
}

function exclusive(button: Form): void {
  button.fail(
    null,
    'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
    'A custom id and url cannot both be specified',
  )
}

function checkSelect(select: Form, tally: Tally): void {
  checkCustomId(select, tally)
  select.string('placeholder', { max: 150 })
  const min = select.integer('min_values', { min: 0, max: 25 }) ?? 1
  const max = select.integer('max_values', { min: 1, max: 25 }) ?? 1
  if (min > max)
    select.fail(
      'min_values',
      'SELECT_COMPONENT_MIN_VALUES_INVALID',
      'Min values exceeds max values',
    )
  if (select.integer('type') !== ComponentType.stringSelect) return
  const options = select.list('options', { min: 1, max: 25, required: true })
  if (max > options.length) {
    select.fail(
      'max_values',
      'SELECT_COMPONENT_MAX_VALUES_INVALID',
      `Max values must be at most ${options.length}`,
    )
  }
  const values = new Set<string>()
  for (const option of options) {
    option.string('label', { min: 1, max: 100, required: true })
    option.string('description', { max: 100 })
    const value = option.string('value', { min: 1, max: 100, required: true })
    if (value !== undefined && values.has(value)) {
      option.fail(
        'value',
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      )
    }
    values.add(value ?? '')
  }
}

function checkTextInput(input: Form, tally: Tally, needsLabel: boolean): void {
  const type = input.integer('type', { required: true })
  if (type !== ComponentType.textInput) badType(input, [ComponentType.textInput])
  checkCustomId(input, tally)
  input.string('label', { min: 1, max: 45, required: needsLabel })
  input.integer('style', { min: 1, max: 2, required: true })
  input.integer('min_length', { min: 0, max: 4000 })
  input.integer('max_length', { min: 1, max: 4000 })
  input.string('value', { max: 4000 })
  input.string('placeholder', { max: 100 })
}

function checkLabel(label: Form, tally: Tally): void {
  label.string('label', { min: 1, max: 45, required: true })
  label.string('description', { max: 100 })
  const inner = label.object('component', { required: true })
  if (!inner) return
  const type = inner.integer('type', { required: true }) ?? 0
  if (SELECTS.includes(type)) checkSelect(inner, tally)
  else checkTextInput(inner, tally, false)
}

function checkSection(section: Form, tally: Tally): void {
  for (const text of section.list('components', { min: 1, max: 3, required: true })) {
    tally.count += 1
    if (text.integer('type') === ComponentType.textDisplay) checkText(text, tally)
    else badType(text, [ComponentType.textDisplay])
  }
  const accessory = section.object('accessory', { required: true })
  if (!accessory) return
  tally.count += 1
  const type = accessory.integer('type')
  if (type === ComponentType.button) checkButton(accessory, tally)
  else if (type === ComponentType.thumbnail) checkThumbnail(accessory, tally)
  else badType(accessory, [2, 11])
}

/** Docs: Component Reference, "Thumbnail". */
function checkThumbnail(thumbnail: Form, tally: Tally): void {
  checkMedia(thumbnail, tally)
  thumbnail.string('description', { max: 1024 })
  thumbnail.boolean('spoiler')
}

/** Docs: Component Reference, "Unfurled Media Item": a link, or a file of this very message. */
function checkMedia(component: Form, { files }: Tally): void {
  const media = component.object('media', { required: true })
  if (!media) return
  checkUrl(media, 'url', true)
  const name = /^attachment:\/\/(.*)/.exec(`${media.fields.url}`)?.[1]
  if (name === undefined || files.has(name)) return
  media.fail(
    'url',
    'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
    `Could not find the referenced attachment ${name}`,
  )
}

function checkText(text: Form, tally: Tally): void {
  const content = text.string('content', { min: 1, max: 4000, required: true })
  tally.textLength += content?.length ?? 0
}

function checkCustomId(component: Form, tally: Tally): void {
  const id = component.string('custom_id', { min: 1, max: 100, required: true })
  if (id === undefined) return
  if (tally.customIds.has(id)) {
    component.fail(
      'custom_id',
      'COMPONENT_CUSTOM_ID_DUPLICATED',
      'Component custom id cannot be duplicated',
    )
  }
  tally.customIds.add(id)
}

function badType(component: Form, allowed: readonly number[]): void {
  component.fail(
    'type',
    'UNION_TYPE_CHOICES',
    `Value of field "type" must be one of (${allowed.join(', ')}).`,
  )
}
