import { type Environment, SECRETS, type Variable } from './variables.ts'

/** A file's text; throws where it can't be read. */
export type ReadText = (path: string) => string

/**
 * An environment in which each secret that a file holds stands under its own name: `NAME_FILE` names a
 * file with the value of `NAME`, as container engines hand secrets over. Faults never hold a value.
 */
export function withSecretFiles(
  environment: Environment,
  read: ReadText,
): { readonly environment: Environment; readonly faults: readonly string[] } {
  const found: Partial<Record<Variable, string>> = {}
  const faults: string[] = []
  for (const name of SECRETS) {
    const path = environment[`${name}_FILE`]?.trim()
    if (!path) continue
    if (environment[name]?.trim()) {
      faults.push(`${name}_FILE is set, and so is ${name}: use only one of them`)
      continue
    }
    try {
      found[name] = read(path).trim()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
      faults.push(
        `${name}_FILE is ${JSON.stringify(path)}, which can’t be read (${code}): use a file that this user can read`,
      )
    }
  }
  return { environment: { ...environment, ...found }, faults }
}
