import { relative } from 'node:path'
import { currentFramework } from './framework.js'
import type { Frame, Orphan } from './orphan.js'

const mostShown = 10

/**
 * What a scope left open, with the line that began each. Its `stack` is the creation stack of the first.
 *
 * @example
 * ```ts
 * const error = await verifyNoOrphans(() => setInterval(poll, 5000)).catch((thrown) => thrown)
 * if (error instanceof OrphanError) console.log(error.orphans[0].description) // 'interval every 5000 ms'
 * ```
 */
export class OrphanError extends Error {
  override name = 'OrphanError'
  /** What was left. */
  readonly orphans: readonly Orphan[]

  // A process may hold several copies of this package, in several realms; an error of one is an error of all.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (value as OrphanError | null)?.name === 'OrphanError' && Array.isArray((value as OrphanError).orphans)
  }

  /**
   * @param orphans What was left.
   * @param who Who left it, as the sentence begins: `this test`.
   */
  constructor(orphans: readonly Orphan[], who = 'this test') {
    super(`${who} left ${total(orphans)}\n\n${renderOrphans(orphans, who === 'this file')}`)
    this.orphans = orphans
    const frames = orphans[0]?.stack.map(stackLine) ?? []
    this.stack = [`${this.name}: ${this.message}`, ...frames].join('\n')
    // The runner prints what is enumerable below the message; everything is in the message.
    Object.defineProperty(this, 'orphans', { enumerable: false })
    Object.defineProperty(this, 'name', { enumerable: false })
  }
}

/** `2 orphans`. */
export function total(orphans: readonly Orphan[]): string {
  const count = orphans.reduce((sum, orphan) => sum + orphan.count, 0)
  return `${count} ${count === 1 ? 'orphan' : 'orphans'}`
}

/** The orphans in words, at most ten of them and a count of the rest. */
export function renderOrphans(orphans: readonly Orphan[], withOwner = false): string {
  const shown = orphans.slice(0, mostShown).map((orphan) => renderOrphan(orphan, withOwner))
  const rest = orphans.slice(mostShown)
  if (rest.length > 0) shown.push(`  ... and ${total(rest)} more`)
  return `${shown.join('\n\n')}\n`
}

/** One orphan: what it is, where it began, what closes it. */
export function renderOrphan(orphan: Orphan, withOwner = false): string {
  const count = orphan.count > 1 ? ` (x${orphan.count})` : ''
  const unref = orphan.unref ? ' (unref)' : ''
  const owner = withOwner && orphan.owner.type === 'test' ? `    in the test ${orphan.owner.name}\n` : ''
  return `  ${orphan.description}${count}${unref}\n    ${whereabouts(orphan)}\n${owner}    ${orphan.remedy}`
}

const verbs: Record<string, string> = { listener: 'added at', promise: 'waits at' }

function whereabouts({ kind, creator, origin, package: owner, stack }: Orphan): string {
  const verb = verbs[kind] ?? 'started at'
  if (!creator && kind === 'untracked') return 'started while nothing could be tracked, at an unknown line'
  if (!creator) return 'started by Node itself, at no line of the user'
  if (owner) {
    const by = `${verb} ${where(creator)} by package ${owner}`
    return origin ? `${by},\n    called from ${place(origin)}` : by
  }
  if (kind === 'promise') {
    const start = stack.findLast((frame) => frame !== creator && !frame.package)
    return `${verb} ${where(creator)}${start ? `, started from ${place(start)}` : ''}`
  }
  const caller = stack.find((frame) => frame !== creator && !frame.package && frame.file !== creator.file)
  return `${verb} ${where(creator)}${caller ? `, called from ${place(caller)}` : ''}`
}

const where = (frame: Frame): string => (frame.function ? `${frame.function} (${place(frame)})` : place(frame))

const place = (frame: Frame): string => `${shortPath(frame.file)}:${frame.line}:${frame.column}`

/** A path as a person reads it: relative to the project's root, with forward slashes. */
export function shortPath(file: string): string {
  const path = relative(currentFramework().root, file).replaceAll('\\', '/')
  return path.startsWith('../../..') ? file : path
}

/** A frame as a line of `error.stack`. */
export const stackLine = (frame: Frame): string =>
  `    at ${frame.function ? `${frame.function} (` : ''}${frame.file}:${frame.line}:${frame.column}${frame.function ? ')' : ''}`
