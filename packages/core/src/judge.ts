import { isBeginning } from './beginnings.js'
import type { Entry } from './entry.js'
import { isRunners } from './framework.js'
import { nativesIn } from './natives.js'
import { needRest } from './on-demand.js'
import type { AllowRule, ResolvedOptions } from './options.js'
import type { Orphan } from './orphan.js'
import type { Scope } from './scope.js'
import { turn } from './turns.js'

/** What a scope's end is judged by. */
export type Policy = Pick<ResolvedOptions, 'scope' | 'settle' | 'unref' | 'allow'>

/** What the judge found. */
export interface Judgement {
  orphans: Orphan[]
  /** The entries behind the orphans, to close them. */
  entries: Entry[]
  /** What a rule allowed. */
  allowed: { orphan: Orphan; rule: AllowRule }[]
}

let hasWaits = (_scope: Scope): boolean => false

/** Where promises are followed: who knows whether something of a scope still waits, which is in no ledger yet. */
export function askForWaits(ask: (scope: Scope) => boolean): void {
  hasWaits = ask
}

/**
 * Ends a scope.
 *
 * @returns `undefined` at once when nothing is open; else a promise of what was found, if anything was.
 */
export function judge(scope: Scope, policy: Policy): undefined | Promise<Judgement | undefined> {
  const counts = countsUnder(policy)
  return mayHaveLeft(scope, counts) ? judgeInATurn(scope, policy, counts) : undefined
}

/** Mostly all is over a full turn of the event loop later, and what judges the rest is not even loaded. */
async function judgeInATurn(scope: Scope, policy: Policy, counts: Counts): Promise<Judgement | undefined> {
  await turn()
  return mayHaveLeft(scope, counts) ? needRest().judgeOpen(scope, policy, counts) : undefined
}

function mayHaveLeft(scope: Scope, counts: Counts): boolean {
  // To ask whose it is costs more than the turn by which what is brief is over.
  const mayCount = (entry: Entry): boolean => (entry.kind.isBrief ? entry.state() === 'open' : counts(entry))
  return openIn(scope).some(mayCount) || hasWaits(scope) || isBeginning(scope) || nativesIn(scope).length > 0
}

/** Whether an entry counts, by what it is and by who made it. */
export type Counts = (entry: Entry) => boolean

/** Everything open in a scope and below it, not reported yet. */
export function openIn(scope: Scope): Entry[] {
  const open = scope.sweep().filter((entry) => !entry.reported && !isSequel(entry))
  for (const below of scope.below) open.push(...openIn(below))
  return open
}

/** Everything open in the whole process, reported or not. */
export function allOpen(scope: Scope): Entry[] {
  let outermost = scope
  while (outermost.parent) outermost = outermost.parent
  const open: Entry[] = []
  const visit = (each: Scope): void => {
    open.push(...each.sweep())
    each.below.forEach(visit)
  }
  visit(outermost)
  return open
}

/** Made by what was already reported: the next timer of a leaked poll loop is the same leak. */
function isSequel(entry: Entry): boolean {
  return entry.scope.reported && entry.asyncId > entry.scope.judgedUpTo
}

const countsUnder =
  ({ unref }: Pick<Policy, 'unref'>): Counts =>
  (entry) => {
    const state = entry.state()
    const isOpen = state === 'open' || (unref && state === 'unref')
    return isOpen && !entry.kind.isProcessWide?.(entry.resource) && !isRunners(entry)
  }

/** Whether anything in a scope or below it, reported or not, may hold the event loop for somebody. */
export function mayHold(scope: Scope): boolean {
  const counts = countsUnder({ unref: false })
  return scope.sweep().some(counts) || [...scope.below].some(mayHold)
}
