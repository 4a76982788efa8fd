type Fields = Readonly<Record<string, string | number | boolean | null>>

/** The part of the log that the database uses. */
export interface DatabaseLog {
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
}
