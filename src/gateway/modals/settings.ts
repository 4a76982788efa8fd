import { changed, inPlace, known } from '../components/settings.ts'
import { fromForm } from '../settings/given.ts'
import type { Modal } from './modal.ts'

/** A field of the settings was typed. */
export const set: Modal = {
  action: 'set',
  run: async (call) => {
    const field = known(call.args[0])
    return inPlace(call, await changed(call, fromForm(field, call.text('value') ?? '')), null)
  },
}
