import { createInterface } from 'node:readline'
import { completionsOf, type KnownCommand } from './completion.ts'
import type { Screen } from './screen.ts'

export const PROMPT_HELP = `Type a command as alice would, for example
  /pause, /seek 1:00, /volume 50, /queue
  /play file:PATH attaches a file
Tab completes. "status" shows what bob hears.
"quit" or Ctrl-C ends the demo.`

const PROMPT = '> '

export interface PromptActions {
  /** A slash command. */
  type(line: string): Promise<void>
  status(): string
  /** For Tab. */
  commands(): readonly KnownCommand[]
  readonly interrupted: AbortController
}

/** Reads commands until 'quit', Ctrl-C or the end of the input; resolves then. */
export async function prompt(screen: Screen, actions: PromptActions): Promise<void> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt: PROMPT,
    completer: (line: string) => completionsOf(line, actions.commands()),
  })
  if (process.stdout.isTTY) {
    const rowsAbove = () => lines.getCursorPos().rows
    screen.attachPrompt({ redraw: () => lines.prompt(true), rowsAbove })
  }
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  lines.on('close', resolve)
  // From here on the terminal sends Ctrl-C as a signal again.
  lines.on('SIGINT', () => {
    lines.close()
    actions.interrupted.abort()
  })
  lines.on('line', (line) => {
    const text = line.trim()
    screen.entered(PROMPT.length + line.length)
    if (text === 'quit' || text === 'exit') lines.close()
    else if (text.startsWith('/')) void actions.type(text)
    else if (text === 'status') screen.say(`  ${actions.status()}`)
    else if (text !== '') for (const help of PROMPT_HELP.split('\n')) screen.say(help)
    else lines.prompt()
  })
  await closed
}
