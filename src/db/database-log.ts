type Fields = Readonly<Record<string, string | number | boolean | null>>

/** What the database tells the operator. */
export interface DatabaseLog {
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
}
