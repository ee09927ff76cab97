import { noteFailure } from './failure.js'
import type { Kind, State } from './kinds/kind.js'
import type { Origin } from './origin.js'
import type { Scope } from './scope.js'
import type { CapturedStack } from './stack.js'

/** One resource in the ledger. */
export class Entry {
  resource: object
  readonly kind: Kind
  readonly asyncId: number
  /** The async id of what was running, or of the parent handle, when it was made. */
  readonly triggerId: number
  /** The async id of what scheduled that, such as the socket in whose callback a tick was. */
  readonly scheduledBy: number
  captured: CapturedStack
  readonly scope: Scope
  /** Its cause, once that was looked up; `null` when none is known. */
  foundCause: Entry | null | undefined
  /** Reported once, it is not reported again. */
  reported = false
  /** Somebody else has taken it into use since, and answers for it. */
  handedOn = false
  /** Found out only when it is judged. */
  origin: Origin | undefined
  createdAt: number | undefined
  /** Opened by the runner for itself; found out only when it is open at an end. */
  isRunners: boolean | undefined

  constructor(
    resource: object,
    kind: Kind,
    asyncId: number,
    triggerId: number,
    captured: CapturedStack,
    scope: Scope,
    scheduledBy = 0,
  ) {
    this.resource = resource
    this.kind = kind
    this.asyncId = asyncId
    this.triggerId = triggerId
    this.scheduledBy = scheduledBy
    this.captured = captured
    this.scope = scope
  }

  state(): State {
    if (this.handedOn) return 'closed'
    try {
      return this.kind.state(this.resource)
    } catch (error) {
      // A resource that cannot answer is nobody's orphan; the rest is watched on.
      noteFailure(error)
      return 'closed'
    }
  }

  /** The entry in whose callback it was made; `null` when none is known. */
  get cause(): Entry | null {
    if (this.foundCause === undefined) this.scope.lookUpCause(this)
    return this.foundCause ?? null
  }

  /** How many causes were found behind it. */
  get generation(): number {
    let count = 0
    for (let entry = this.foundCause; entry; entry = entry.foundCause) count++
    return count
  }
}
