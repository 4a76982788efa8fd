/** How a language writes numbers, and which form a word takes beside one. */
export interface Forms {
  /** `12,345` */
  number(value: number): string
  /** `80%` of 80. */
  percent(value: number): string
  /** The form that goes with `count`; the language's plural rules name them (CLDR). */
  plural(count: number, forms: PluralForms): string
  /** Several words as a list. They may be anything, so no markup of theirs is left. */
  list(texts: readonly string[]): string
}

type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>

/** `language` is a BCP 47 tag. */
export function formsOf(language: string): Forms {
  const numbers = new Intl.NumberFormat(language)
  const percents = new Intl.NumberFormat(language, { style: 'percent' })
  const lists = new Intl.ListFormat(language, { type: 'unit' })
  const plurals = new Intl.PluralRules(language)
  return {
    number: (value) => numbers.format(value),
    percent: (value) => percents.format(value / 100),
    list: (texts) => lists.format(texts.map((text) => `\`${text.replaceAll('`', 'ˋ')}\``)),
    plural: (count, forms) => forms[plurals.select(count)] ?? forms.other,
  }
}

/** Channels as Discord shows them. */
export const mentions = (ids: readonly string[]): string => ids.map((id) => `<#${id}>`).join(', ')

/** Languages are called as those who speak them call them. */
export const LANGUAGE = {
  'en-US': 'English',
  de: 'Deutsch',
  fr: 'Français',
  'es-ES': 'Español',
  'pt-BR': 'Português (Brasil)',
} as const
