import { framesOf, releaseStack } from '../frames.js'
import type { Frame } from '../orphan.js'
import { type CapturedStack, sitesOf } from '../stack.js'

/** What a promise was made by, read off the top of its stack. */
export interface Maker {
  /** Names of V8's own functions on top, innermost first: `then`, `Promise.all`, `Promise`. */
  builtins: readonly string[]
  /** Below them, the function that runs, by where it is declared; a function that was resumed counts, its callers do not. */
  fn: string | undefined
  /** The innermost frame of JavaScript. */
  frame: Frame | undefined
  /** V8 made it on the way from one promise to another: no code of anybody's was running. */
  inBetween: boolean
}

/**
 * One promise that was made in a watched scope.
 *
 * A reaction is what waits for another promise: an `await` (V8 makes a promise for each) or a `.then()`. Any other is
 * a promise that something is awaited by: of an async function, `new Promise()`, `Promise.all()`.
 */
export class PromiseRecord {
  readonly captured: CapturedStack
  /** Set for a reaction; its `awaited` may still be unknown, when that was made outside. */
  readonly isReaction: boolean
  /** The promise that this one waits for. */
  readonly awaited: PromiseRecord | undefined
  /** The promise that was just being resolved with another one when this was made. */
  readonly within: PromiseRecord | undefined
  /** What was made in the same scope, by async id. */
  readonly ledger: Map<number, PromiseRecord>
  /** It was resumed, or settled. */
  done = false
  /** What a promise was resolved with, when that is itself a promise that is pending. */
  follows: PromiseRecord | undefined
  /** For Promise.all() and its like: the reactions to its elements. */
  elements: PromiseRecord[] | undefined
  /** Nothing is left that could settle it. */
  isProved = false
  private readonly promise: WeakRef<object>
  private known: Maker | undefined

  constructor(
    promise: object,
    captured: CapturedStack,
    isReaction: boolean,
    awaited: PromiseRecord | undefined,
    within: PromiseRecord | undefined,
    ledger: Map<number, PromiseRecord>,
  ) {
    this.ledger = ledger
    this.promise = new WeakRef(promise)
    this.captured = captured
    this.isReaction = isReaction
    this.awaited = awaited
    // A loop that awaits must not keep its whole past.
    this.within = within?.isReaction ? undefined : within
  }

  /** Nobody can reach it any more. Only means something after a forced collection. */
  get isCollected(): boolean {
    return this.promise.deref() === undefined
  }

  get maker(): Maker {
    this.known ??= readMaker(this.captured)
    return this.known
  }

  /** Its own stack, without Node's hook. */
  get frames(): Frame[] {
    return framesOf(this.captured).filter(({ file }) => !isHookFile(file))
  }

  /** The promise of an async function that runs. */
  get isFunction(): boolean {
    return !this.isReaction && this.maker.builtins.length === 0
  }

  /** V8 keeps what is on an unread stack alive. */
  release(): void {
    void this.maker
    releaseStack(this.captured)
  }
}

const isHookFile = (file: string | null | undefined): boolean => file?.endsWith('async_hooks') ?? false

// Under a microtask there is nothing, or what runs the microtasks after those of `process.nextTick()`.
const queues = 'node:internal/process/task_queues'

type Enclosing = { getEnclosingLineNumber?(): number; getEnclosingColumnNumber?(): number }

function readMaker(captured: CapturedStack): Maker {
  const sites = [...sitesOf(captured)]
  while (sites[0] && isHookFile(sites[0].getFileName())) sites.shift()
  const builtins: string[] = []
  while (sites[0] && !sites[0].getFileName()) builtins.push(sites.shift()?.getFunctionName() ?? '')
  const site = sites[0] as (NodeJS.CallSite & Enclosing & { isAsync?(): boolean }) | undefined
  const frame = framesOf(captured).find(({ file }) => !isHookFile(file))
  const inBetween = site === undefined || site.getFileName() === queues || (site.isAsync?.() ?? false)
  const fn = site && `${site.getFileName()}:${site.getEnclosingLineNumber?.()}:${site.getEnclosingColumnNumber?.()}`
  return { builtins, fn, frame, inBetween }
}
