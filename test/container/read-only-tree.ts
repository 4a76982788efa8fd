import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** As in a container: a user of no importance, whom only root can become. */
const USER_ID = 65_534
const isRoot = process.getuid?.() === 0

/** What a container engine makes one with, too. Root needs no user namespace, which not every machine grants. */
const NAMESPACE = isRoot ? ['unshare', '--mount'] : ['unshare', '--map-root-user', '--mount']
/** What of the checkout is in the image. */
const IN_THE_IMAGE =
  'src script node_modules .venv native/segue.node package.json bunfig.toml tsconfig.json'.split(
    ' ',
  )

/** Makes a folder the property of the user of `ReadOnlyTree`'s commands. */
export function giveAway(folder: string): void {
  if (isRoot) run(['chown', '-R', `${USER_ID}:${USER_ID}`, folder])
}

/**
 * A checkout that can't be written to: mounted read-only if this user may mount, and if they may
 * not (a hardened kernel, a container, a change of root) copied into folders without the right to write.
 */
export class ReadOnlyTree implements AsyncDisposable {
  readonly #checkout: string
  readonly #path: string
  readonly #mounts = Bun.spawnSync([...NAMESPACE, 'mount', '--bind', tmpdir(), tmpdir()]).success

  private constructor(checkout: string, path: string) {
    this.#checkout = checkout
    this.#path = path
  }

  /** `path` is an empty folder, where the tree is to be. */
  static async of(checkout: string, path: string): Promise<ReadOnlyTree> {
    const tree = new ReadOnlyTree(checkout, path)
    if (!tree.#mounts) await tree.#copy()
    return tree
  }

  /** The command line that runs another in the tree, without privileges. Signals reach the command itself. */
  command(command: readonly string[]): string[] {
    const mounting = [
      `mount --bind '${this.#checkout}' '${this.#path}'`,
      // The image has none, and what a developer set there is not what is tested.
      `for file in '${this.#path}'/.env*; do [ ! -e "$file" ] || mount --bind /dev/null "$file"; done`,
      `mount -o remount,bind,ro '${this.#path}'`,
    ]
    const unprivileged = `setpriv --reuid ${USER_ID} --regid ${USER_ID} --clear-groups `
    const script = [
      ...(this.#mounts ? mounting : []),
      `cd '${this.#path}'`,
      `exec ${isRoot ? unprivileged : ''}sh -ec 'if touch written 2>/dev/null; then exit 99; fi; exec "$@"' sh "$@"`,
    ].join('\n')
    return [...(this.#mounts ? NAMESPACE : []), 'sh', '-ec', script, 'sh', ...command]
  }

  async #copy(): Promise<void> {
    for (const name of IN_THE_IMAGE.filter((part) => existsSync(join(this.#checkout, part)))) {
      const [from, to] = [join(this.#checkout, name), join(this.#path, name)]
      await mkdir(dirname(to), { recursive: true })
      // Links cost nothing, where both lie on one disk.
      const copying = 'cp -Rl "$1" "$2" 2>/dev/null || { rm -rf "$2"; cp -R "$1" "$2"; }'
      run(['sh', '-c', copying, 'sh', from, to])
    }
    this.#changeFolders('a-w')
  }

  #changeFolders(mode: string): void {
    run(['find', this.#path, '-type', 'd', '-exec', 'chmod', mode, '{}', '+'])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#mounts) this.#changeFolders('u+w')
  }
}

function run(command: readonly string[]): void {
  const { success, stderr } = Bun.spawnSync([...command])
  if (!success) throw new Error(`${command.join(' ')}: ${stderr}`)
}
