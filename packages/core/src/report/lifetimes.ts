import timers from 'node:timers'
import type { Entry } from '../entry.js'
import { orphansOf, withoutParts } from '../gather.js'
import { originOf } from '../origin.js'
import type { Scope } from '../scope.js'
import { keepTimes } from '../tracker.js'
import { realEpoch } from '../turns.js'
import type { RunRecord } from './records.js'

/*
 * When each resource that outlived a moment began and ended, for the timeline. The ledger forgets what is closed, so
 * it is looked at now and then; what came and went between two looks did not outlive a moment.
 */

// Taken before a test can put fake ones in their place.
const { setInterval, clearInterval } = timers

const every = 20
// A file that makes more than this gets a picture of its first ones, not a report that nobody can open.
const most = 20_000

/** Looks at what is open in a file, now and then. */
export class Lifetimes {
  private readonly of: number
  private readonly nextId: () => number
  private readonly write: (...records: RunRecord[]) => void
  /** Weak, as a test may ask what can be collected; what the ledger has forgotten is over. */
  private readonly open = new Map<number, WeakRef<Entry>>()
  private readonly ids = new WeakMap<Entry, number>()
  private readonly tests = new WeakMap<object, number>()
  private scope: Scope | undefined
  private clock: NodeJS.Timeout | undefined
  private kept = 0

  constructor(of: number, nextId: () => number, write: (...records: RunRecord[]) => void) {
    this.of = of
    this.nextId = nextId
    this.write = write
  }

  start(scope: Scope): void {
    keepTimes(realEpoch)
    this.scope = scope
    // It must not hold the process.
    this.clock = setInterval(() => this.sample(), every).unref()
  }

  /** Says which test's try a scope is. */
  ownedBy(scope: object, test: number): void {
    this.tests.set(scope, test)
  }

  /** Looks at everything once. */
  sample(): void {
    const now = realEpoch()
    this.noteEnds(now)
    if (!this.scope) return
    const alive = openBelow(this.scope)
    const lasting = alive.filter((entry) => !this.ids.has(entry) && now - (entry.createdAt ?? now) >= every / 2)
    if (lasting.length === 0) return
    for (const entry of withoutParts(lasting, alive)) if (this.kept < most) this.keep(entry)
    for (const entry of lasting) if (!this.ids.has(entry)) this.ids.set(entry, 0)
  }

  private noteEnds(now: number): void {
    const ends: RunRecord[] = []
    for (const [id, reference] of this.open) {
      const state = reference.deref()?.state() ?? 'closed'
      if (state !== 'closed') continue
      this.open.delete(id)
      ends.push({ t: 'resource-end', id, at: now })
    }
    if (ends.length > 0) this.write(...ends)
  }

  /** Keeps the lifetime of a resource; gives its id. */
  keep(entry: Entry): number {
    const known = this.ids.get(entry)
    if (known) return known
    const id = this.nextId()
    this.ids.set(entry, id)
    const origin = originOf(entry)
    // What the runner or Node itself opened is in nobody's picture.
    if (origin.nobody || !origin.creator) return id
    const [orphan] = orphansOf([entry])
    if (!orphan) return id
    this.kept++
    this.open.set(id, new WeakRef(entry))
    const test = this.tests.get(entry.scope)
    const at = entry.createdAt ?? realEpoch()
    // A line is drawn from where it began; the rest of its stack is in no picture.
    this.write({ t: 'resource', id, of: this.of, ...(test && { test }), at, orphan: { ...orphan, stack: [] } })
    return id
  }

  stop(): void {
    clearInterval(this.clock)
    this.noteEnds(realEpoch())
  }
}

const openBelow = (scope: Scope): Entry[] => [
  ...scope.entries.filter((entry) => entry.state() === 'open'),
  ...[...scope.below].flatMap(openBelow),
]
