import type { Entry } from './entry.js'
import { isRunners } from './framework.js'
import type { Kind } from './kinds/kind.js'
import type { AllowRule } from './options.js'
import type { Owner } from './orphan.js'
import { type CapturedStack, captureStack } from './stack.js'

// A scope is swept when it holds this many, and then whenever it has doubled: creating stays O(1) and memory follows what
// is open. So are the scopes below it.
const firstSweep = 64
// A stack costs by its frames. The first ones of a scope, of each kind, reach through a library, a DOM environment and a
// spy to the user's line; of the later ones only what their kind cannot do without is kept.
const fullStacks = 8
const fullDepth = 32
// What walks a tree of files makes thousands of requests, each in the callback of another.
const ownStacks = 32

/** The stretch of code that must clean up after itself, with the ledger of what is open in it. */
export class Scope implements Owner {
  readonly type: Owner['type']
  readonly name: string
  readonly file?: string
  /** The enclosing scope. What outlives this one is judged there. */
  readonly parent: Scope | undefined
  /** Rules that only hold in this scope. */
  readonly rules: AllowRule[] = []
  /** Scopes below this one that have something in their ledger. */
  readonly below = new Set<Scope>()
  /** A verdict was given: what its leftovers go on to create is the same leak. */
  reported = false
  /** The async id of the newest entry at the last verdict. */
  judgedUpTo = Number.POSITIVE_INFINITY
  /** In order of creation, so also of async id. May hold what has been closed since the last sweep. */
  entries: Entry[] = []
  /** Told of what is entered here or below, at once: only set while somebody counts. */
  onAdd: ((entry: Entry) => void) | undefined = undefined
  private limit = firstSweep
  private limitBelow = firstSweep
  private readonly full = new Map<Kind['name'], CapturedStack[]>()
  private chained = 0

  constructor(type: Owner['type'], name: string, parent?: Scope, file?: string) {
    this.type = type
    this.name = name
    this.parent = parent
    const path = file ?? parent?.file
    if (path !== undefined) this.file = path
  }

  add(entry: Entry): void {
    // Before it is entered: Node announces a thing while it makes it, and asked now it would answer from memory that
    // nobody has written yet, which ends the process.
    if (this.entries.length >= this.limit) this.sweep()
    if (this.entries.push(entry) === 1) this.register()
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) scope.onAdd?.(entry)
  }

  /**
   * Keeps the stack of what is made now.
   *
   * @param above Frames up to and including this function are left out.
   */
  capture(kind: Kind, above: (...args: never[]) => unknown): CapturedStack {
    const captured = captureStack(this.depthOf(kind), above)
    this.keepFull(kind, captured)
    return captured
  }

  /** How many frames are kept of what is made now. */
  depthOf(kind: Kind): number {
    const full = this.full.get(kind.name)
    return full && full.length >= fullStacks ? kind.depth : Math.max(kind.depth, fullDepth)
  }

  /** Keeps a stack with the first ones of its kind. */
  keepFull(kind: Kind, captured: CapturedStack): void {
    const full = this.full.get(kind.name)
    if (!full) this.full.set(kind.name, [captured])
    else if (full.length < fullStacks) full.push(captured)
  }

  /** The stack of the request in whose callback one more is made, once very many were made so. */
  inheritedStack(kind: Kind, running: number): CapturedStack | undefined {
    if (!kind.isRequest) return undefined
    const cause = findIn(this.entries, running)
    return cause?.kind.isRequest && ++this.chained > ownStacks ? cause.captured : undefined
  }

  /** The first stacks of a kind, by which a later one that was cut short can be completed. */
  fullStacksOf(kind: Kind): readonly CapturedStack[] {
    return this.full.get(kind.name) ?? []
  }

  /** All of them. */
  fullStacks(): CapturedStack[] {
    return [...this.full.values()].flat()
  }

  /** Lets go of these stacks: V8 keeps every `this` in them. */
  forgetFullStacks(): void {
    this.full.clear()
  }

  private register(): void {
    if (!this.parent || this.parent.below.has(this)) return
    if (this.parent.below.size >= this.parent.limitBelow) this.parent.sweepBelow()
    this.parent.below.add(this)
    this.parent.register()
  }

  /** Comes back with its next resource. */
  private unregister(): void {
    if (!this.parent || this.entries.length > 0 || this.below.size > 0) return
    if (this.parent.below.delete(this)) this.parent.unregister()
  }

  /** Lets go of the scopes below of which all is closed by now. */
  private sweepBelow(): void {
    for (const scope of this.below) scope.sweep()
    this.limitBelow = Math.max(firstSweep, this.below.size * 2)
  }

  /** Forgets what is closed, and is forgotten itself where that is all. Returns what is open, unref'd included. */
  sweep(): Entry[] {
    if (this.entries.length > 0) this.forgetClosed()
    this.unregister()
    return this.entries
  }

  private forgetClosed(): void {
    const all = this.entries
    let kept = 0
    // First all causes, then what is closed is overwritten: it may be the cause of what is open.
    const open = all.map((entry) => entry.state() !== 'closed')
    for (let index = 0; index < all.length; index++) if (open[index]) this.lookUpCause(all[index] as Entry)
    for (let index = 0; index < all.length; index++) if (open[index]) all[kept++] = all[index] as Entry
    all.length = kept
    this.limit = Math.max(firstSweep, kept * 2)
  }

  /** Looks up in whose callback an entry was made, and what is behind that, before what is closed is forgotten. */
  lookUpCause(entry: Entry): void {
    const chain: Entry[] = [entry]
    for (let last = entry; last.foundCause === undefined; last = chain.at(-1) as Entry) {
      const found = this.find(last.triggerId) ?? this.find(last.scheduledBy)
      if (!found || found.asyncId >= last.asyncId) {
        last.foundCause = null
        break
      }
      chain.push(found)
    }
    for (let index = chain.length - 2; index >= 0; index--) {
      const cause = chain[index + 1] as Entry
      ;(chain[index] as Entry).foundCause =
        cause.generation >= longestChain && cause.foundCause ? cause.foundCause : cause
    }
  }

  /** What has this async id, here or around. */
  private find(id: number): Entry | undefined {
    for (const scope of this.lineage()) {
      const found = findIn(scope.entries, id)
      if (found) return found
    }
    return undefined
  }

  /** An id for what async_hooks has none for: half a step keeps the ledger in order, and matches nobody's trigger. */
  get idOfItsOwn(): number {
    return Math.floor(this.entries.at(-1)?.asyncId ?? 0) + 0.5
  }

  /** What was reported here has made more since that is open: a loop, whose first link may be over. */
  get goesOn(): boolean {
    return this.entries.some((entry) => entry.state() === 'open' && this.isLink(entry))
  }

  /** Whether it is one more link of the chain that was reported here; what the runner sets meanwhile is none. */
  isLink(entry: Entry): boolean {
    return entry.asyncId > this.judgedUpTo && !isRunners(entry)
  }

  /** Whether it is a scope, or below it. */
  isWithin(outer: Scope): boolean {
    for (const scope of this.lineage()) if (scope === outer) return true
    return false
  }

  /** This scope and the enclosing ones. */
  *lineage(): Generator<Scope> {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) yield scope
  }
}

// A chain that feeds itself, such as a poll loop, must not keep its whole past.
const longestChain = 4

function findIn(entries: readonly Entry[], id: number): Entry | undefined {
  let low = 0
  let high = entries.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const entry = entries[middle] as Entry
    if (entry.asyncId === id) return entry
    if (entry.asyncId < id) low = middle + 1
    else high = middle - 1
  }
  return undefined
}
