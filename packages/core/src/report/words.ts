import type { BaselineEntry } from './baseline.js'

/** `1 test`, `2 tests`. */
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

/** An entry of a baseline in words. */
export const entryLine = ({ count, kind, package: owner, file, function: name, line }: BaselineEntry): string =>
  [`${count}x ${kind}`, file, name, line, owner && `package ${owner}`].filter(Boolean).join('  ')

/** At most so many characters. */
export const clip = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, Math.max(0, most - 3))}...` : text
