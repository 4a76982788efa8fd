import { Form } from './form.ts'
import { type Answer, type Call, ok, type Route, wide } from './router.ts'

/** Not in the docs; clients and bots use it. A link that is none of Discord's is left out. */
export const attachmentRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/attachments/refresh-urls',
    proof: 'bot',
    bucket: wide('attachments'),
    handle: refresh,
  },
]

function refresh(call: Call): Answer {
  const form = new Form(call.body)
  const links = form.values('attachment_urls', { min: 1, max: 50 }).map(String)
  form.check()
  const refreshed = links.flatMap((original) => {
    const link = call.world.files.renewed(original)
    return link === null ? [] : [{ original, refreshed: link }]
  })
  return ok({ refreshed_urls: refreshed })
}
