/** The terminal: lines that stay, and one live line below them that is rewritten in place. */
export class Screen {
  readonly #out: NodeJS.WriteStream
  readonly #lineEveryMs: number
  #live = ''
  #livePrintedAtMs = Number.NEGATIVE_INFINITY
  /** With a prompt, the live line stands above it and the prompt is drawn again after each output. */
  #redrawPrompt: (() => void) | null = null

  /** Where the output is no terminal, the live line is printed as a line of its own every `lineEveryMs`. */
  constructor(out: NodeJS.WriteStream, lineEveryMs = 5000) {
    this.#out = out
    this.#lineEveryMs = lineEveryMs
  }

  attachPrompt(redraw: () => void): void {
    this.#redrawPrompt = redraw
    this.#out.write('\n')
    redraw()
  }

  /** What was typed at the prompt ended with a line break: it is wiped, and the prompt is where it was. */
  entered(): void {
    if (this.#out.isTTY) this.#out.write('\x1b[1A\r\x1b[2K')
  }

  /** A line that stays. Control characters of what others wrote are shown, never obeyed. */
  say(line: string): void {
    const text = `${printable(line)}\n`
    if (!this.#out.isTTY) this.#out.write(text)
    else if (this.#redrawPrompt === null) this.#out.write(`\r\x1b[2K${text}${this.#live}`)
    else {
      this.#out.write(`\r\x1b[2K\x1b[1A\x1b[2K${text}${this.#live}\n`)
      this.#redrawPrompt()
    }
  }

  live(line: string, nowMs: number): void {
    this.#live = printable(line).slice(0, Math.max(20, (this.#out.columns ?? 80) - 1))
    if (!this.#out.isTTY) {
      if (nowMs - this.#livePrintedAtMs < this.#lineEveryMs) return
      this.#livePrintedAtMs = nowMs
      this.#out.write(`${this.#live}\n`)
    } else if (this.#redrawPrompt === null) this.#out.write(`\r\x1b[2K${this.#live}`)
    else this.#out.write(`\x1b7\x1b[1A\r\x1b[2K${this.#live}\x1b8`)
  }

  /** Ends the live line, so that what follows starts on a line of its own. */
  end(): void {
    if (this.#out.isTTY && this.#live !== '' && this.#redrawPrompt === null) this.#out.write('\n')
    this.#live = ''
    this.#redrawPrompt = null
  }
}

function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it replaces
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, (character) => (character === '\t' ? ' ' : '�'))
}
