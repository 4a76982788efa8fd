import { runCommand } from './command.ts'

/** Makes a key as people do: `bun run key create`. Returns what they send as `X-API-Key`. */
export async function newKey(
  environment: Readonly<Record<string, string>>,
  ...options: readonly string[]
): Promise<string> {
  return (await runKey(environment, 'create', ...options)).trim()
}

/** What `bun run key` prints for programs. Rejects with what it says to people when it fails. */
export async function runKey(
  environment: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Promise<string> {
  const { code, out, err } = await runCommand('src/key.ts', words, environment)
  if (code !== 0) throw new Error(err)
  return out
}
