import type { AllowedMentions } from '../state/mentions.ts'
import type { DraftFile, MessageDraft } from '../state/messages.ts'
import { type Component, type Embed, MessageFlag } from '../state/model.ts'
import type { UploadedFile } from './body.ts'
import { checkComponents } from './component-form.ts'
import { checkEmbeds } from './embed-form.ts'
import { Form, isFields } from './form.ts'

/** Flags that a sender may set; ephemeral only where an interaction is answered. */
const SETTABLE =
  MessageFlag.suppressEmbeds | MessageFlag.suppressNotifications | MessageFlag.componentsV2

/**
 * Reads and checks a message's body (docs: Message, "Create Message" and "Edit Message").
 * `wasV2` tells that the message to be edited already consists of components.
 */
export function parseMessage(
  body: unknown,
  files: readonly UploadedFile[],
  { mayBeEphemeral = false, wasV2 = false } = {},
): MessageDraft {
  const form = new Form(body ?? {})
  const content = form.fields.content === null ? '' : form.string('content', { max: 2000 })
  const flags = readFlags(form, mayBeEphemeral)
  const isV2 = wasV2 || (flags & MessageFlag.componentsV2) !== 0
  const sent = filesOf(form, files)
  checkEmbeds(form)
  checkComponents(form, isV2, namesOf(form, sent))
  if (isV2) refuseLegacy(form)
  const draft: MessageDraft = {
    content,
    embeds: listOf<Embed>(form, 'embeds'),
    components: listOf<Component>(form, 'components'),
    kept: keptAttachments(form, files),
    files: sent,
    flags,
    allowedMentions: readAllowedMentions(form),
    replyTo: form.object('message_reference')?.string('message_id') ?? null,
  }
  form.check()
  return draft
}

/** Whether a message made of this alone would show nothing. */
export function isEmptyDraft(draft: MessageDraft): boolean {
  return (
    (draft.content ?? '').trim() === '' &&
    (draft.embeds ?? []).length === 0 &&
    (draft.components ?? []).length === 0 &&
    draft.files.length === 0
  )
}

function readFlags(form: Form, mayBeEphemeral: boolean): number {
  const flags = form.integer('flags') ?? 0
  return flags & (SETTABLE | (mayBeEphemeral ? MessageFlag.ephemeral : 0))
}

function listOf<T>(form: Form, key: string): readonly T[] | undefined {
  const value = form.fields[key]
  if (value === null) return []
  return Array.isArray(value) ? (value as readonly T[]) : undefined
}

function refuseLegacy(form: Form): void {
  for (const key of ['content', 'embeds', 'poll', 'stickers']) {
    const value = form.fields[key]
    if (!form.has(key) || value === '' || (Array.isArray(value) && value.length === 0)) continue
    form.fail(
      key,
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    )
  }
}

/** What `attachment://` may name: a file that comes along, or one that stays and whose name is told again. */
function namesOf(form: Form, files: readonly DraftFile[]): ReadonlySet<string> {
  const named = form.values('attachments').filter(isFields)
  return new Set([...files.map(({ name }) => name), ...named.map(({ filename }) => `${filename}`)])
}

/**
 * Ids among `attachments` that are not the index of an uploaded file. Files that come without a list
 * take the place of all that the message had, from v10 of the API on.
 */
function keptAttachments(
  form: Form,
  files: readonly UploadedFile[],
): readonly string[] | undefined {
  if (form.fields.attachments === undefined) return files.length > 0 ? [] : undefined
  return form
    .values('attachments', { max: 10 })
    .filter(isFields)
    .map((attachment) => String(attachment.id))
    .filter((id) => id.length > 3)
}

function filesOf(form: Form, files: readonly UploadedFile[]): readonly DraftFile[] {
  if (files.length > 10)
    form.fail('files', 'BASE_TYPE_BAD_LENGTH', 'Must be 10 or fewer in length.')
  const described = form.values('attachments').filter(isFields)
  return files.map((file) => {
    const index = /^files\[(\d+)\]$/.exec(file.field)?.[1]
    const entry = described.find((attachment) => String(attachment.id) === index)
    return {
      name: typeof entry?.filename === 'string' ? entry.filename : file.name,
      bytes: file.bytes,
      contentType: file.contentType,
      description: typeof entry?.description === 'string' ? entry.description : null,
    }
  })
}

function readAllowedMentions(form: Form): AllowedMentions | null {
  const allowed = form.object('allowed_mentions')
  if (!allowed) return null
  const read = (key: string) => allowed.values(key, { max: 100 }).map(String)
  const [parse, users, roles] = [read('parse'), read('users'), read('roles')]
  for (const [kind, ids] of Object.entries({ users, roles })) {
    if (!parse.includes(kind) || ids.length === 0) continue
    allowed.fail(
      null,
      'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
    )
  }
  for (const kind of parse.filter((name) => !['users', 'roles', 'everyone'].includes(name))) {
    allowed.fail(
      'parse',
      'BASE_TYPE_CHOICES',
      `Value "${kind}" must be one of {users, roles, everyone}.`,
    )
  }
  return { parse, users, roles, repliedUser: allowed.boolean('replied_user') ?? false }
}
