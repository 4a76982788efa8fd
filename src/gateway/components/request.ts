import { requestForm } from '../views/request.ts'
import type { Component } from './component.ts'

/** Opens the form of a request channel. */
export const request: Component = {
  action: 'request',
  run: async () => ({ form: requestForm }),
}
