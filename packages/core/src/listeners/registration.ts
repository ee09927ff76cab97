import { framesOf, releaseStack } from '../frames.js'
import type { CapturedStack } from '../stack.js'

/** One sort of thing that calls back: how to ask it whether it still has a listener, and how to take that away. */
export interface Source {
  /** How often a listener is registered now. */
  count(target: object, event: PropertyKey, listener: object): number
  remove(target: object, event: PropertyKey, listener: object): void
  /** In words, with its facts. */
  describe(target: object, event: PropertyKey): string
  /** The call that takes it away. */
  remedy(target: object, event: PropertyKey): string
}

// Node's own functions that only pass a listener on: whoever called them is the one who added it.
const passesOn =
  /(?:^|[. ])(?:on|once|addListener|prepend(?:Once)?Listener|addEventListener|subscribe)(?: \[as \w+\])?$/

/** A listener that was added, held so that neither it nor its target is kept alive by being watched. */
export class Registration {
  readonly source: Source
  readonly event: PropertyKey
  readonly captured: CapturedStack
  private readonly target: WeakRef<object>
  private readonly listener: WeakRef<object>
  // The same function may have been there before: only what exceeds that is this one.
  private readonly ordinal: number
  private byNode: boolean | undefined

  constructor(
    source: Source,
    target: object,
    event: PropertyKey,
    listener: object,
    ordinal: number,
    captured: CapturedStack,
  ) {
    this.source = source
    this.target = new WeakRef(target)
    this.listener = new WeakRef(listener)
    this.event = event
    this.ordinal = ordinal
    this.captured = captured
  }

  isOpen(): boolean {
    const target = this.target.deref()
    const listener = this.listener.deref()
    return Boolean(target && listener && this.source.count(target, this.event, listener) >= this.ordinal)
  }

  /** Added by Node itself, such as those of a stream that is piped: they come and go with what Node does there. */
  isNodes(): boolean {
    this.byNode ??= framesOf(this.captured)
      .find((frame) => !(isNode(frame.file) && passesOn.test(frame.function ?? '')))
      ?.file.startsWith('node:')
    return this.byNode ?? true
  }

  describe(): string {
    const target = this.target.deref()
    return target ? this.source.describe(target, this.event) : 'listener on what is gone'
  }

  remedy(): string {
    const target = this.target.deref()
    return target ? this.source.remedy(target, this.event) : 'nothing is left to do'
  }

  remove(): void {
    const target = this.target.deref()
    const listener = this.listener.deref()
    if (target && listener) this.source.remove(target, this.event, listener)
  }

  /** A stack that V8 has not formatted yet keeps every `this` in it alive. */
  releaseStack(): void {
    releaseStack(this.captured)
  }
}

const isNode = (file: string): boolean => file.startsWith('node:')

/** An event as a person writes it. */
export const eventName = (event: PropertyKey): string => (typeof event === 'string' ? `'${event}'` : String(event))

/** `process`, `an AbortSignal`, `a Socket`. */
export function targetName(target: object): string {
  if (target === process) return 'process'
  const name = target.constructor?.name || 'object'
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`
}
