import type { Undoable } from '../../domain/player/past/past.ts'
import type { CommandName, CommandWords } from './words.ts'

const TYPED: Readonly<Record<Undoable, CommandName>> = {
  enqueue: 'play',
  jump: 'jump',
  skip: 'skip',
  remove: 'remove',
  'remove-range': 'remove',
  'remove-by': 'remove',
  'remove-duplicates': 'remove',
  'remove-absent': 'remove',
  move: 'move',
  swap: 'swap',
  wrong: 'wrong',
  shuffle: 'shuffle',
  clear: 'clear',
  stop: 'stop',
  leave: 'leave',
}

/** The command as people type it in a language: `/shuffle`. */
export function typed(commands: CommandWords, what: Undoable): string {
  const registered = TYPED[what]
  return `/${commands[registered].name ?? registered}`
}
