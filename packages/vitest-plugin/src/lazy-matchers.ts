import type { matchers } from '@no-orphans/core/matchers'
import { loadMatchers } from './core.js'

type Name = keyof typeof matchers
type Matcher = (this: unknown, ...args: unknown[]) => Promise<{ pass: boolean; message: () => string }>

const names: Record<Name, true> = {
  toLeaveNoOrphans: true,
  toSettleWithin: true,
  toStopOnAbort: true,
  toStayWithin: true,
  toAccumulate: true,
}

/** Every matcher, loaded when it is first used: most files use none. */
export const lazyMatchers = Object.fromEntries(
  (Object.keys(names) as Name[]).map((name): [Name, Matcher] => [
    name,
    function (...args) {
      return (loadMatchers().matchers[name] as Matcher).apply(this, args)
    },
  ]),
) as Record<Name, Matcher>
