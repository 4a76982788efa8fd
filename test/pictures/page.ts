import type { Message } from '../discord/local-discord.ts'
import type { Component } from '../discord/state/model.ts'
import { markdown } from './markdown.ts'

/** Discord's component types (docs: Components, "Component Types"). */
const Type = {
  row: 1,
  button: 2,
  section: 9,
  text: 10,
  thumbnail: 11,
  separator: 14,
  container: 17,
} as const
const SELECTS: readonly (number | undefined)[] = [3, 5, 6, 7, 8]
const STYLES: Readonly<Record<number, string>> = {
  1: 'primary',
  2: 'secondary',
  3: 'success',
  4: 'danger',
  5: 'secondary',
}

export type Theme = 'dark' | 'light'

/** Names of the people and channels that the texts mention, by id. */
export type Names = Readonly<Record<string, string>>

/** A page that shows messages as Discord's client does, closely enough to judge how they look. */
export function page(messages: readonly Message[], theme: Theme, names: Names): string {
  const shown = messages.map((message) => messageHtml(message, names)).join('\n')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Messages</title>
<style>${STYLE}</style><body class="${theme}">${shown}</body></html>`
}

function messageHtml({ authorName, content, components }: Message, names: Names): string {
  const parts = [
    ...(content === '' ? [] : [`<div class="text">${markdown(content, names)}</div>`]),
    ...components.map((component) => componentHtml(component, names)),
  ]
  return `<article><div class="avatar">♪</div><div class="body"><header><b>${authorName}</b>
<span class="app">APP</span><time>Today at 21:04</time></header>${parts.join('')}</div></article>`
}

function componentHtml(component: Component, names: Names): string {
  const inside = (component.components ?? []).map((child) => componentHtml(child, names)).join('')
  const { type } = component
  if (type === Type.container) {
    const colour = component.accent_color
    const edge = colour === undefined ? '' : `border-left:4px solid #${hex(colour)}`
    return `<section class="container" style="${edge}">${inside}</section>`
  }
  if (type === Type.row) return `<div class="row">${inside}</div>`
  if (type === Type.text)
    return `<div class="text">${markdown(component.content ?? '', names)}</div>`
  if (type === Type.separator) return '<hr>'
  if (type === Type.section) {
    const accessory = component.accessory ? componentHtml(component.accessory, names) : ''
    return `<div class="section"><div>${inside}</div>${accessory}</div>`
  }
  if (type === Type.thumbnail) return `<img class="thumbnail" src="${component.media?.url ?? ''}">`
  if (type === Type.button) return buttonHtml(component)
  return SELECTS.includes(type) ? menuHtml(component) : ''
}

function buttonHtml({ style = 2, label = '', emoji, disabled }: Component): string {
  const face = [emoji?.name ?? '', label].filter((part) => part !== '').join(' ')
  const look = `${STYLES[style]}${disabled ? ' disabled' : ''}`
  return `<span class="button ${look}">${Bun.escapeHTML(face)}</span>`
}

function menuHtml({ options = [], placeholder = '' }: Component): string {
  const chosen = options.find((option) => option.default)
  const text = Bun.escapeHTML(chosen?.label ?? placeholder)
  return `<span class="menu${chosen ? ' chosen' : ''}"><span>${text}</span><span>⌄</span></span>`
}

const hex = (colour: number): string => colour.toString(16).padStart(6, '0')

const STYLE = `
body { margin: 0; padding: 16px; font: 16px/1.375 "Inter", "Noto Sans", "DejaVu Sans", sans-serif; width: 560px; }
.dark { background: #313338; color: #dbdee1; --soft: #949ba4; --strong: #f2f3f5; --box: #2b2d31; --line: #3f4147; --field: #1e1f22; --grey: #4e5058; --on-grey: #fff; --code: #1e1f22; --link: #00a8fc; }
.light { background: #fff; color: #313338; --soft: #5c5e66; --strong: #060607; --box: #f2f3f5; --line: #d7d9dc; --field: #e3e5e8; --grey: #d7d9dc; --on-grey: #060607; --code: #e3e5e8; --link: #006ce7; }
article { display: flex; gap: 16px; margin-bottom: 18px; }
.avatar { flex: none; width: 40px; height: 40px; border-radius: 50%; background: #5865f2; color: #fff; text-align: center; line-height: 40px; font-size: 22px; }
header b { color: var(--strong); font-weight: 600; } header time { color: var(--soft); font-size: 12px; margin-left: 6px; }
.app { background: #5865f2; color: #fff; font-size: 10px; font-weight: 600; border-radius: 4px; padding: 1px 5px; vertical-align: 2px; }
.container { background: var(--box); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; margin-top: 4px; width: 460px; box-sizing: border-box; }
.section { display: flex; justify-content: space-between; gap: 12px; } .thumbnail { width: 84px; height: 84px; border-radius: 8px; object-fit: cover; }
.text { margin: 4px 0; overflow-wrap: anywhere; } .text h2 { font-size: 20px; margin: 0 0 4px; color: var(--strong); } .text h3 { font-size: 17px; margin: 0 0 4px; color: var(--strong); }
.text small { color: var(--soft); font-size: 13px; } .text a { color: var(--link); text-decoration: none; } .text code { background: var(--code); border-radius: 4px; padding: 1px 4px; font: 13px "DejaVu Sans Mono", monospace; }
.mention { background: rgba(88,101,242,.25); color: inherit; border-radius: 3px; padding: 0 2px; font-weight: 500; }
hr { border: 0; border-top: 1px solid var(--line); margin: 10px 0; }
.row { display: flex; gap: 8px; margin-top: 8px; }
.button { min-width: 44px; text-align: center; padding: 5px 12px; border-radius: 8px; font-size: 15px; font-weight: 500; box-sizing: border-box; }
.primary { background: #5865f2; color: #fff; } .secondary { background: var(--grey); color: var(--on-grey); } .success { background: #248046; color: #fff; } .danger { background: #da373c; color: #fff; } .disabled { opacity: .5; }
.menu { flex: 1; display: flex; justify-content: space-between; background: var(--field); border-radius: 8px; padding: 8px 12px; color: var(--soft); } .chosen { color: inherit; }
`
