import type { MenuName } from '../words/finding.ts'
import type { Menu } from './menu.ts'
import { playThis } from './play-this.ts'

/** Every entry that the bot adds to the context menu of messages. */
export const menus: readonly (Menu & { readonly name: MenuName })[] = [playThis]
