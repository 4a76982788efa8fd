/** As much of Discord's markdown as the bot writes, as HTML; `names` are of the mentioned, by id. */
export function markdown(text: string, names: Readonly<Record<string, string>>): string {
  return text
    .split('\n')
    .map((line) => block(line, names))
    .join('')
}

function block(line: string, names: Readonly<Record<string, string>>): string {
  const [, mark = '', rest = line] = /^(### |## |-# )?(.*)$/s.exec(line) ?? []
  const inside = inline(rest, names)
  if (mark === '## ') return `<h2>${inside}</h2>`
  if (mark === '### ') return `<h3>${inside}</h3>`
  return mark === '-# ' ? `<small>${inside}</small><br>` : `${inside}<br>`
}

function inline(text: string, names: Readonly<Record<string, string>>): string {
  // What's escaped is kept apart until the marks are read; a private-use sign marks its place.
  const kept: string[] = []
  const keep = (html: string) => `\ue000${kept.push(html) - 1}\ue000`
  const marked = text
    .replace(/\\([^\w\s])/g, (_, sign: string) => keep(Bun.escapeHTML(sign)))
    .replace(/`([^`]+)`/g, (_, code: string) => keep(`<code>${Bun.escapeHTML(code)}</code>`))
    .replace(/<(@&?|#)(\d+)>/g, (_, kind: string, id: string) => {
      const sign = kind === '#' ? '#' : '@'
      return keep(`<span class="mention">${sign}${Bun.escapeHTML(names[id] ?? id)}</span>`)
    })
  return Bun.escapeHTML(marked)
    .replace(/\[([^\]]+)\]\(([^)]+)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replace(/\ue000(\d+)\ue000/g, (_, index: string) => kept[Number(index)] ?? '')
}
