/** Marks a branch that the types rule out; reaching it means that a cast lied. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`)
}
