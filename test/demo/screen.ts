/** A prompt at the bottom of the terminal. */
export interface Prompt {
  readonly redraw: () => void
  /** Rows of it above the cursor's: what is typed may take several. */
  readonly rowsAbove: () => number
}

/** The terminal: lines that stay, and one live line below them that is rewritten in place. */
export class Screen {
  readonly #out: NodeJS.WriteStream
  readonly #lineEveryMs: number
  #live = ''
  #livePrintedAtMs = Number.NEGATIVE_INFINITY
  /** With a prompt, the live line stands above it and the prompt is drawn again after each output. */
  #prompt: Prompt | null = null

  /** Where the output is no terminal, the live line is printed as a line of its own every `lineEveryMs`. */
  constructor(out: NodeJS.WriteStream, lineEveryMs = 5000) {
    this.#out = out
    this.#lineEveryMs = lineEveryMs
  }

  attachPrompt(prompt: Prompt): void {
    this.#prompt = prompt
    this.#out.write('\n')
    prompt.redraw()
  }

  /** What was typed at the prompt ended with a line break: it is wiped, and the prompt is where it was. */
  entered(characters: number): void {
    const rows = Math.max(1, Math.ceil(characters / this.#columns))
    if (this.#out.isTTY) this.#out.write(`\x1b[${rows}A\r\x1b[J`)
  }

  /** A line that stays. Control characters of what others wrote are shown, never obeyed. */
  say(line: string): void {
    const text = `${printable(line)}\n`
    if (!this.#out.isTTY) this.#out.write(text)
    else if (this.#prompt === null) this.#out.write(`\r\x1b[2K${text}${this.#live}`)
    else {
      const up = this.#prompt.rowsAbove() + 1
      this.#out.write(`\x1b[${up}A\r\x1b[J${text}${this.#live}\n`)
      this.#prompt.redraw()
    }
  }

  live(line: string, nowMs: number): void {
    this.#live = printable(line).slice(0, Math.max(1, this.#columns - 1))
    if (!this.#out.isTTY) {
      if (nowMs - this.#livePrintedAtMs < this.#lineEveryMs) return
      this.#livePrintedAtMs = nowMs
      this.#out.write(`${this.#live}\n`)
    } else if (this.#prompt === null) this.#out.write(`\r\x1b[2K${this.#live}`)
    else {
      const up = this.#prompt.rowsAbove() + 1
      this.#out.write(`\x1b7\x1b[${up}A\r\x1b[2K${this.#live}\x1b8`)
    }
  }

  /** Ends the live line, so that what follows starts on a line of its own. */
  end(): void {
    if (this.#out.isTTY && this.#live !== '' && this.#prompt === null) this.#out.write('\n')
    this.#live = ''
    this.#prompt = null
  }

  get #columns(): number {
    return this.#out.columns || 80
  }
}

function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it replaces
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, (character) => (character === '\t' ? ' ' : '�'))
}
