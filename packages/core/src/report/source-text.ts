import fs from 'node:fs'

// Taken before a test can put a spy in its place.
const { readFileSync } = fs

const most = 200
const files = new Map<string, string[]>()

/** The lines of a source file; none when there is no such file, such as one that only a source map knows. */
export function linesOf(file: string): string[] {
  const known = files.get(file)
  if (known) return known
  let lines: string[] = []
  try {
    lines = readFileSync(file, 'utf8').split(/\r?\n/)
  } catch {
    // It is on no disk.
  }
  if (files.size >= most) files.clear()
  files.set(file, lines)
  return lines
}

/** One line of a source file, without its indentation and with single blanks. */
export const textOf = (file: string, line: number): string =>
  (linesOf(file)[line - 1] ?? '').trim().replace(/\s+/g, ' ').slice(0, 200)

/** Forgets the files, as they may have been edited since. */
export const forgetSources = (): void => files.clear()
