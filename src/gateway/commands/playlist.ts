import { add } from './playlist/add.ts'
import { create } from './playlist/create.ts'
import { dedupe } from './playlist/dedupe.ts'
import { deleteList } from './playlist/delete.ts'
import { exportList } from './playlist/export.ts'
import { importList } from './playlist/import.ts'
import { list } from './playlist/list.ts'
import { move } from './playlist/move.ts'
import { play } from './playlist/play.ts'
import { remove } from './playlist/remove.ts'
import { rename } from './playlist/rename.ts'
import { share } from './playlist/share.ts'
import { show } from './playlist/show.ts'
import { update } from './playlist/update.ts'
import { withSubcommands } from './subcommand.ts'

export const playlist = withSubcommands('playlist', [
  ...[play, add, create, list, show],
  ...[remove, move, rename, deleteList, dedupe, share, importList, exportList, update],
])
