import type { Form } from './form.ts'

const URL_PATTERN = /^(https?|attachment):\/\/\S+$/

/** An embed without any of these shows nothing. */
const SHOWN = ['title', 'description', 'fields', 'footer', 'author', 'image', 'thumbnail', 'video']

/** Docs: Message, "Embed Limits". */
export function checkEmbeds(message: Form): void {
  const embeds = message.list('embeds', { max: 10 })
  let total = 0
  for (const embed of embeds) total += checkEmbed(embed)
  if (total > 6000) {
    message.fail('embeds', 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000')
  }
}

/** Returns how many characters count towards the limit of all embeds together. */
function checkEmbed(embed: Form): number {
  const texts = [
    embed.string('title', { max: 256 }),
    embed.string('description', { max: 4096 }),
    embed.object('footer')?.string('text', { max: 2048, required: true }),
    embed.object('author')?.string('name', { max: 256, required: true }),
  ]
  for (const field of embed.list('fields', { max: 25 })) {
    texts.push(field.string('name', { min: 1, max: 256, required: true }))
    texts.push(field.string('value', { min: 1, max: 1024, required: true }))
    field.boolean('inline')
  }
  embed.integer('color', { min: 0, max: 0xffffff })
  checkUrl(embed, 'url')
  for (const key of ['image', 'thumbnail'] as const) {
    const picture = embed.object(key)
    if (picture) checkUrl(picture, 'url')
  }
  const length = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0)
  if (!SHOWN.some((key) => embed.has(key))) {
    embed.fail(null, 'BASE_TYPE_REQUIRED', 'This field is required')
  }
  return length
}

/** A link with http, https or attachment; anything else is refused. */
export function checkUrl(form: Form, key: string, required = false): void {
  const url = form.string(key, { max: 2048, required })
  if (url === undefined || URL_PATTERN.test(url)) return
  const scheme = /^\w+:/.test(url)
  form.fail(
    key,
    scheme ? 'URL_TYPE_INVALID_SCHEME' : 'URL_TYPE_INVALID_URL',
    scheme
      ? `Scheme "${url.split(':')[0]}" is not supported. Scheme must be one of ('http', 'https').`
      : 'Not a well formed URL.',
  )
}
