/** One figure of the bench, with what it is compared to. */
export interface Row {
  readonly name: string
  readonly value: number | null
  readonly unit: 'µs' | 'ms' | 'MB' | '%' | 'frames'
  /** The best that's possible, measured in the same run. */
  readonly bare?: number | null
  readonly goal?: string
  readonly met?: boolean
  /** A line of words, without a figure of its own. */
  readonly note?: boolean
}

/** Aligned columns: name, value, bare, ratio, goal. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [
    ['', 'measured', 'bare', 'ratio', 'goal', ''],
    ...rows.map(({ name, value, unit, bare, goal, met, note }) => [
      name,
      note ? '' : quantity(value, unit),
      bare === undefined ? '' : quantity(bare, unit),
      value !== null && bare ? `${(value / bare).toFixed(2)} ×` : '',
      goal ?? '',
      met === undefined ? '' : met ? 'met' : 'MISSED',
    ]),
  ]
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    cells.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  )
  return cells
    .map((row) =>
      row
        .map((cell, i) =>
          i >= 1 && i <= 3 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function quantity(value: number | null, unit: Row['unit']): string {
  if (value === null || Number.isNaN(value)) return 'not measured'
  const digits = unit === 'frames' ? 0 : Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0
  return `${value.toFixed(digits)} ${unit}`
}
