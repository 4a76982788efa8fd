import type { FileHandle } from 'node:fs/promises'
import { textIn, wholeLines } from './text-bytes.ts'

/** The text of a file, in whatever charset; of a longer one the lines in its first `limit` bytes. */
export async function textOfFile(file: FileHandle, limit: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(limit), 0, limit, 0)
  return textIn(bytesRead < limit ? buffer.subarray(0, bytesRead) : wholeLines(buffer), null)
}
