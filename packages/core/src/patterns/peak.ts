import { runOutside } from '../context.js'
import type { Entry } from '../entry.js'
import { isAccepted } from '../gather.js'
import type { Scope } from '../scope.js'
import { type Family, isSomebodys, mayCount, openAtOnce } from './families.js'

/*
 * The most that were open at once, without looking all the time: what is open can only rise when something is made,
 * and only past a limit when as many were made as there is room. So most creations cost a push and a comparison.
 */

// Far beyond a limit the exact peak is worth less than the time it takes to find it.
const exactUpTo = 100
const roughly = 0.1

/** An accepted socket is its client's, who may be only about to learn that it is connected. */
const isOpened = (entry: Entry): boolean => !isAccepted(entry) && isSomebodys(entry)

/** Counts one family in a scope. */
export class Peak {
  readonly family: Family
  readonly limit: number
  /** The most that were open at once so far. */
  peak = 0
  /** What was open then. */
  at: Entry[] = []
  private entries: Entry[] = []
  private next: number
  private readonly unref: boolean

  constructor(family: Family, limit: number, unref: boolean) {
    this.family = family
    this.limit = limit
    this.unref = unref
    this.next = limit + 1
  }

  get exceeded(): boolean {
    return this.peak > this.limit
  }

  /** @returns Whether it is time to count. */
  add(entry: Entry): boolean {
    if (!mayCount(this.family, entry)) return false
    this.entries.push(entry)
    return this.entries.length >= this.next
  }

  count(alive: Entry[]): void {
    this.entries = this.entries.filter((entry) => entry.state() !== 'closed')
    let open = openAtOnce(this.family, this.entries, alive, this.unref)
    if (open.length > Math.max(this.limit, this.peak)) open = open.filter(isOpened)
    if (open.length > this.peak) {
      this.peak = open.length
      this.at = open
    }
    const room = Math.max(this.limit, this.peak) + 1 - open.length
    const enough = this.exceeded && this.peak > exactUpTo ? this.peak * roughly : 1
    this.next = this.entries.length + Math.max(room, enough)
  }
}

/** Counts families in a scope until it is stopped. */
export class Peaks {
  readonly all: Peak[]
  private readonly scope: Scope
  // Everything, to know what is only a part of something else.
  private alive: Entry[] = []
  private sweepAt = 64
  private asked = false

  constructor(scope: Scope, all: Peak[]) {
    this.scope = scope
    this.all = all
    scope.onAdd = (entry) => this.add(entry)
  }

  private add(entry: Entry): void {
    // The new one is only being made and cannot answer for itself.
    if (this.alive.length >= this.sweepAt) this.sweep()
    this.alive.push(entry)
    let due = false
    for (const peak of this.all) due = peak.add(entry) || due
    if (!due || this.asked) return
    // Counted once the step that made it is over.
    this.asked = true
    runOutside(() => Promise.resolve().then(() => this.count()))
  }

  private sweep(): void {
    const open = new Set(this.alive.filter((entry) => entry.state() !== 'closed'))
    const things = new Set([...open].map(({ kind, resource }) => kind.thing?.(resource) ?? resource))
    // A child that has ended may still have its pipes, and they are its until they end too.
    const hasParts = ({ kind, resource }: Entry): boolean =>
      [...(kind.parts?.(resource) ?? [])].some((part) => things.has(part as object))
    this.alive = this.alive.filter((entry) => open.has(entry) || hasParts(entry))
    this.sweepAt = Math.max(64, this.alive.length * 2)
  }

  private count(): void {
    this.asked = false
    this.sweep()
    for (const peak of this.all) peak.count(this.alive)
  }

  stop(): void {
    this.scope.onAdd = undefined
    this.count()
  }
}
