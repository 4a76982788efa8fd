export interface Finished {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs one of the project's programs, such as `src/transfer.ts`, to its end, as an operator does. */
export async function runCommand(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Finished> {
  const child = Bun.spawn([process.execPath, '--no-env-file', program, ...args], {
    cwd: `${import.meta.dir}/../..`,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()])
  return { code: await child.exited, out, err }
}
