import { roleOf } from '../origin.js'
import type { PromiseRecord } from './record.js'

/*
 * Which of the pending promises are waits of the project's own code, and which of these is the innermost of its chain:
 *
 *   test -> a() awaits -> b() awaits -> new Promise()      the wait in b() is the one
 *   test -> a() awaits -> Promise.all([b(), c()])          those in b() and c(), or a()'s where they have none
 *   test -> a() awaits -> once(emitter)                    a()'s: the wait inside is Node's
 */

const combinators = new Set(['all', 'allSettled', 'any', 'race'])
const bare = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

/** Whether code of the project's own waits here: it awaits, or gave `.then()` or `.catch()` a callback. */
export function isOwnWait(record: PromiseRecord): boolean {
  if (!record.isReaction) return false
  const { builtins, frame, inBetween } = record.maker
  if (inBetween || !frame || roleOf(frame) !== 'project') return false
  // The reaction of Promise.all() and its like is theirs; whoever awaits the result waits.
  return builtins.every((name) => ['then', 'catch', 'finally'].includes(bare(name)))
}

/** The waits that no other one of them is the reason for. */
export function innermost(waits: readonly PromiseRecord[], pending: readonly PromiseRecord[]): PromiseRecord[] {
  connect(pending)
  const functions = new Set(waits.map((wait) => wait.maker.fn))
  const set = new Set(waits)
  return waits.filter((wait) => !leadsToWait(wait.awaited, wait, set, functions, new Set()))
}

/** Whether what is awaited comes to a wait of the project's own further in. */
function leadsToWait(
  target: PromiseRecord | undefined,
  wait: PromiseRecord,
  waits: ReadonlySet<PromiseRecord>,
  functions: ReadonlySet<string | undefined>,
  seen: Set<PromiseRecord>,
): boolean {
  if (!target || target.done || seen.has(target)) return false
  seen.add(target)
  const further = (next: PromiseRecord | undefined): boolean => leadsToWait(next, wait, waits, functions, seen)
  if (waits.has(target)) return true
  if (target.follows) return further(target.follows)
  if (target.isReaction) return further(target.awaited)
  if (target.elements) return target.elements.some((element) => further(element.awaited))
  const { builtins, fn, frame } = target.maker
  // The promise of a running async function: the function is suspended in a wait of its own.
  if (target.isFunction) return frame !== undefined && roleOf(frame) === 'project' && functions.has(fn)
  // The promise of an async generator's next(): its own wait was made from here.
  return bare(builtins[0] ?? '') === 'next' && [...waits].some((each) => each !== wait && wasMadeAt(each, wait))
}

/** Whether one was made by a function that was called where the other is. */
function wasMadeAt(inner: PromiseRecord, outer: PromiseRecord): boolean {
  const { frame } = outer.maker
  return inner.frames
    .slice(1)
    .some((each) => each.file === frame?.file && each.line === frame.line && each !== inner.maker.frame)
}

/** Finds what V8 does not say: which promise was resolved with which, and what Promise.all() waits for. */
function connect(pending: readonly PromiseRecord[]): void {
  let combinator: PromiseRecord | undefined
  for (const record of pending) {
    const { builtins, inBetween } = record.maker
    if (!record.isReaction) {
      combinator = combinators.has(bare(builtins[0] ?? '')) ? record : undefined
      if (combinator) combinator.elements = []
    } else if (builtins.length > 1 && combinators.has(bare(builtins[1] ?? ''))) {
      // Made right after it, in the same call.
      combinator?.elements?.push(record)
    } else if (inBetween && builtins.length > 0 && record.within) {
      record.within.follows = record.awaited
    }
  }
}
