import { needRest } from '../on-demand.js'
import type { PromiseRecord } from '../promises/record.js'
import type { Kind } from './kind.js'

/** `promise`: code of the project's own that waits for what has not come. Only watched where asked for. */
export const promise: Kind<PromiseRecord> = {
  name: 'promise',
  types: ['promise'],
  depth: 14,
  state: (record) => (record.done ? 'closed' : 'open'),
  // Whatever is still running somewhere may settle it.
  maySettle: () => true,
  confirm: (entries, left) => needRest().confirmWaits(entries, left),
  describe: (record) => {
    const { builtins, frame } = record.maker
    const callback = builtins.at(-1)
    const what = callback ? `callback of .${callback}()` : `${frame?.function ?? 'function'} suspended in an await`
    return `${what}${nodesOwn(record)}${record.isProved ? ', for ever: nothing is left that could wake it' : ''}`
  },
  remedy: (record) =>
    record.isProved
      ? 'settle the promise on every path, or give the wait a signal or a deadline; its finally never runs'
      : 'await it before the test ends, settle what it waits for, or give it a signal or a deadline',
  // Nothing can end it from outside, and it holds nothing open.
  reclaim: (record) => {
    record.done = true
  },
}

/** What of Node's it waits for, where it does. */
function nodesOwn({ awaited }: PromiseRecord): string {
  const frame = awaited?.maker.frame
  return frame?.file.startsWith('node:') && frame.function ? ` of ${frame.function}()` : ''
}
