import { whoseAddon } from './addons.js'
import { libuvReport } from './libuv-report.js'

/**
 * What holds the event loop and was made by native code, by the words that libuv has for it. Node lists only what it has
 * objects for; its diagnostic report lists every handle of libuv. Takes some ms.
 */
export function heldNatively(): string[] {
  const { handles, hasWorkers } = libuvReport()
  const held = handles.filter((handle) => handle.is_active && handle.is_referenced).map(({ type }) => type)
  const known = process.getActiveResourcesInfo()
  const count = (list: readonly string[], name: string): number => list.filter((each) => each === name).length
  // Node's own: one timer for all timers, and one more of these for all worker threads beside that of each port.
  const asyncs = count(held, 'async') - count(known, 'MessagePort') - (hasWorkers ? 1 : 0)
  const timers = count(held, 'timer') - (known.includes('Timeout') ? 1 : 0)
  const polls = count(held, 'poll')
  // While names are resolved there is a timer with the sockets.
  const isResolving = timers > 0 && polls > 0
  return [
    ...Array<string>(Math.max(0, asyncs)).fill('async'),
    ...(isResolving ? [] : [...Array<string>(Math.max(0, timers)).fill('timer'), ...Array<string>(polls).fill('poll')]),
  ]
}

/** In words, what native code holds the event loop by; empty when it holds nothing. */
export function nativeNote(): string {
  const held = heldNatively()
  return held.length > 0 ? `native code (${held.join(', ')}), of ${whoseAddon()}` : ''
}
