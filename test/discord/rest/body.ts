import { ATTACHMENT_LIMIT_BYTES } from '../state/files.ts'
import { invalidJson, tooLarge } from './errors.ts'

/** `field` is `files[N]` (docs: Reference, "Uploading Files"). */
export interface UploadedFile {
  readonly field: string
  readonly name: string
  readonly contentType: string
  readonly bytes: Uint8Array
}

/** The JSON of a request and its files; nothing for a request without a body. */
export async function readBody(
  request: Request,
): Promise<{ body: unknown; files: readonly UploadedFile[] }> {
  const type = request.headers.get('content-type') ?? ''
  if (type.startsWith('multipart/form-data')) return await readMultipart(request)
  const text = await request.text()
  return { body: text === '' ? undefined : parse(text), files: [] }
}

async function readMultipart(request: Request) {
  const data = await request.formData().catch(() => {
    throw invalidJson()
  })
  const files: UploadedFile[] = []
  let body: unknown
  for (const [field, value] of data) {
    if (field === 'payload_json') {
      body = parse(typeof value === 'string' ? value : await value.text())
    } else if (typeof value !== 'string') {
      if (value.size > ATTACHMENT_LIMIT_BYTES) throw tooLarge()
      files.push({
        field,
        name: value.name,
        // FormData fills in this type where the client named none.
        contentType: value.type === 'application/octet-stream' ? '' : value.type,
        bytes: new Uint8Array(await value.arrayBuffer()),
      })
    }
  }
  return { body, files }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidJson()
  }
}
