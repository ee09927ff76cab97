import type { Block } from '../find.js'
import type { Orphan } from '../orphan.js'
import { type Finding, listed, showThrown } from './pattern.js'
import type { Running } from './running.js'

/** One piece of work with its signal, in a block of its own. */
export interface Abortable {
  block: Block
  controller: AbortController
  within: number
  run(): Running
}

/** Whether an error is the abort's: its reason, an AbortError, or something that names one of these as its cause. */
export function isAbort(thrown: unknown, reason: unknown): boolean {
  for (let error = thrown, depth = 0; depth < 8; depth++) {
    if (error === reason) return true
    if (typeof error !== 'object' || error === null) return false
    const { name, code, cause } = error as { name?: unknown; code?: unknown; cause?: unknown }
    if (name === 'AbortError' || code === 'ABORT_ERR') return true
    error = cause
  }
  return false
}

/** It did stop, but for another reason than the abort. */
export function otherError(thrown: unknown, orphans: readonly Orphan[]): Finding {
  const left = orphans.length > 0 ? `\n\nIt left ${listed(orphans)}` : ''
  const message = `expected the function to stop on abort, and it rejected with another error:\n\n${showThrown(thrown)}${left}`
  return { pass: false, message, orphans }
}
