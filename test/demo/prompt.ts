import { createInterface } from 'node:readline'
import type { Screen } from './screen.ts'

export const PROMPT_HELP = `  /command …   typed by alice: /play, /pause, /seek 1:00, /volume 50, /queue …
               (/play file:PATH attaches a file)
  status       what bob hears
  help, quit`

export interface PromptActions {
  /** A slash command. */
  type(line: string): Promise<void>
  status(): string
}

/** Reads commands until 'quit', Ctrl-C or the end of the input; resolves then. */
export async function prompt(screen: Screen, actions: PromptActions): Promise<void> {
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' })
  if (process.stdout.isTTY) screen.attachPrompt(() => lines.prompt(true))
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  lines.on('close', resolve)
  lines.on('SIGINT', () => lines.close())
  lines.on('line', (line) => {
    const text = line.trim()
    screen.entered()
    if (text === 'quit' || text === 'exit') lines.close()
    else if (text.startsWith('/')) void actions.type(text)
    else if (text === 'status') screen.say(`  ${actions.status()}`)
    else if (text !== '') for (const help of PROMPT_HELP.split('\n')) screen.say(help)
    else lines.prompt()
  })
  await closed
}
