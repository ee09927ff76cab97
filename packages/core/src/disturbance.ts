import { type AsyncHook, createHook } from 'node:async_hooks'
import { currentScope } from './context.js'
import type { Entry } from './entry.js'
import type { Scope } from './scope.js'

/*
 * The harm of a leak is done in another test. While an orphan is at large, every callback says whose it is; while none
 * is, nothing is asked.
 */

const atLarge = new Map<number, Entry>()
const running = new Set<Scope>()
const disturbed = new Map<Scope, Map<Entry, number>>()
let hook: AsyncHook | undefined
let enabled = false

/** How often an orphan ran during a test. */
export interface Disturbance {
  test: Scope
  orphan: Entry
  times: number
}

/** A test begins to run. */
export function testBegins(scope: Scope): void {
  running.add(scope)
  if (atLarge.size > 0) forgetClosed()
}

/** A test, with its hooks, has run. */
export function testEnds(scope: Scope): void {
  running.delete(scope)
}

/** These were reported and are still open. */
export function setAtLarge(entries: readonly Entry[]): void {
  for (const entry of entries) atLarge.set(entry.asyncId, entry)
  if (enabled || atLarge.size === 0) return
  hook ??= createHook({ before, trackPromises: false } as Parameters<typeof createHook>[0])
  hook.enable()
  enabled = true
}

/** What ran during a test and was left by others. */
export const disturbancesOf = (test: Scope): Disturbance[] =>
  [...(disturbed.get(test) ?? [])].map(([orphan, times]) => ({ test, orphan, times }))

/** Whether what others left ran during a test. */
export const isDisturbed = (test: Scope): boolean => disturbed.has(test)

/** During which tests these ran. */
export function disturbances(orphans: readonly Entry[]): Disturbance[] {
  const found: Disturbance[] = []
  for (const [test, counts] of disturbed) {
    let times = 0
    for (const orphan of orphans) times += counts.get(orphan) ?? 0
    if (times > 0) found.push({ test, orphan: orphans[0] as Entry, times })
  }
  return found
}

/** The file is over: nothing of it is asked any more. */
export function forgetDisturbances(file: Scope): void {
  for (const test of disturbed.keys()) if (test.parent === file || test === file) disturbed.delete(test)
  for (const test of running) if (test.parent === file) running.delete(test)
  forgetClosed()
}

function before(asyncId: number): void {
  if (running.size === 0) return
  const orphan = atLarge.get(asyncId) ?? sequelOf(asyncId)
  if (!orphan) return
  for (const test of running) {
    if (test === orphan.scope) continue
    let counts = disturbed.get(test)
    if (!counts) {
      counts = new Map()
      disturbed.set(test, counts)
    }
    counts.set(orphan, (counts.get(orphan) ?? 0) + 1)
  }
}

/** The next timer of a leaked poll loop is the orphan that was reported. */
function sequelOf(asyncId: number): Entry | undefined {
  const scope = currentScope()
  if (!scope?.reported) return undefined
  const link = scope.entries.find((entry) => entry.asyncId === asyncId)
  if (!link || !scope.isLink(link)) return undefined
  for (const entry of atLarge.values()) if (entry.scope === scope) return entry
  return undefined
}

function forgetClosed(): void {
  for (const [id, entry] of atLarge) {
    if (entry.state() === 'closed' && !entry.scope.goesOn) atLarge.delete(id)
  }
  if (atLarge.size > 0) return
  hook?.disable()
  enabled = false
}
