import { add } from './playlist/add.ts'
import { create } from './playlist/create.ts'
import { list } from './playlist/list.ts'
import { play } from './playlist/play.ts'
import { withSubcommands } from './subcommand.ts'

export const playlist = withSubcommands('playlist', [create, add, list, play])
