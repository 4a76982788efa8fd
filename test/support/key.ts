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
  const child = Bun.spawn([process.execPath, '--no-env-file', 'src/key.ts', ...words], {
    cwd: `${import.meta.dir}/../..`,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [shown, said] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ])
  if ((await child.exited) !== 0) throw new Error(said)
  return shown
}
