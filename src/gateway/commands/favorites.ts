import { add } from './favorites/add.ts'
import { list } from './favorites/list.ts'
import { play } from './favorites/play.ts'
import { remove } from './favorites/remove.ts'
import { withSubcommands } from './subcommand.ts'

export const favorites = withSubcommands('favorites', [add, remove, list, play])
