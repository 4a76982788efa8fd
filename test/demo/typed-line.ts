/** What a person typed, as Discord's client would fill the command's options in. */
export interface TypedLine {
  /** With its slash: '/seek'. */
  readonly command: string
  readonly options: Readonly<Record<string, string>>
}

/**
 * Reads '/play some song next:true': words of the form `name:value` whose name is one of the command's options
 * fill that option, and all other words together fill the first. Null when it is no command.
 */
export function parseTypedLine(
  line: string,
  optionsOf: (command: string) => readonly string[],
): TypedLine | null {
  const [command = '', ...words] = line.trim().split(/\s+/)
  if (!/^\/[a-z-]+$/.test(command)) return null
  const known = optionsOf(command.slice(1))
  const options: Record<string, string> = {}
  const loose: string[] = []
  for (const word of words) {
    const colon = word.indexOf(':')
    const name = word.slice(0, colon)
    if (colon > 0 && known.includes(name)) options[name] = word.slice(colon + 1)
    else loose.push(word)
  }
  const first = known[0]
  if (loose.length > 0 && first !== undefined && options[first] === undefined)
    options[first] = loose.join(' ')
  return { command, options }
}
