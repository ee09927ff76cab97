import { setImmediate as soon, setTimeout as wait, setInterval as waits } from 'node:timers/promises'

const noop = () => {}
// Node clears the timer of a signal once that is garbage.
const held = []

export const timers = [
  {
    name: 'timeout',
    kind: 'timeout',
    description: /^timer due in (5\d\.\d|60\.0) s$/,
    open() {
      return setTimeout(noop, 60_000) // begins
    },
    close: (timer) => clearTimeout(timer),
    unref: (timer) => timer.unref(),
    ref: (timer) => timer.ref(),
    endsByItself: () => setTimeout(noop, 30),
  },
  {
    name: 'interval',
    kind: 'interval',
    description: 'interval every 5000 ms',
    open() {
      return setInterval(noop, 5000) // begins
    },
    close: (timer) => clearInterval(timer),
    unref: (timer) => timer.unref(),
    ref: (timer) => timer.ref(),
  },
  {
    name: 'chain of timeouts',
    kind: 'timeout',
    description: /^timer due in \d+ ms$/,
    // Each comes from the one before: the line is the one in the chain.
    callers: false,
    open() {
      const chain = { timer: undefined }
      const next = () => {
        chain.timer = setTimeout(next, 5) // begins
      }
      next()
      return chain
    },
    close: (chain) => clearTimeout(chain.timer),
  },
  {
    name: 'chain of immediates',
    kind: 'immediate',
    description: 'immediate that keeps coming back',
    callers: false,
    open() {
      const chain = { immediate: undefined }
      const next = () => {
        chain.immediate = setImmediate(next) // begins
      }
      next()
      return chain
    },
    close: (chain) => clearImmediate(chain.immediate),
    endsByItself: () => setImmediate(noop),
  },
  {
    name: 'timers/promises setTimeout',
    kind: 'timeout',
    description: /^timer due in (5\d\.\d|60\.0) s$/,
    open() {
      const controller = new AbortController()
      wait(60_000, undefined, { signal: controller.signal }).catch(noop) // begins
      return controller
    },
    close: (controller) => controller.abort(),
    endsByItself: () => void wait(30),
  },
  {
    name: 'timers/promises setTimeout, unref',
    kind: 'timeout',
    description: /^timer due in (5\d\.\d|60\.0) s$/,
    open() {
      const controller = new AbortController()
      wait(60_000, undefined, { ref: false, signal: controller.signal }).catch(noop) // begins
      return controller
    },
    close: (controller) => controller.abort(),
    isUnref: true,
  },
  {
    name: 'timers/promises setInterval',
    kind: 'interval',
    description: 'interval every 5000 ms',
    open() {
      const controller = new AbortController()
      const iterator = waits(5000, undefined, { signal: controller.signal })
      iterator.next().catch(noop) // begins
      return controller
    },
    close: (controller) => controller.abort(),
  },
  {
    name: 'timers/promises setImmediate',
    kind: 'immediate',
    description: 'immediate that keeps coming back',
    callers: false,
    open() {
      const controller = new AbortController()
      const spin = async () => {
        while (true) await soon(undefined, { signal: controller.signal }) // begins
      }
      spin().catch(noop)
      return controller
    },
    close: (controller) => controller.abort(),
  },
  {
    name: 'AbortSignal.timeout',
    kind: 'timeout',
    description: /^timer due in (5\d\.\d|60\.0) s$/,
    open() {
      const signal = AbortSignal.timeout(60_000) // begins
      held.push(signal)
      return signal
    },
    isUnref: true,
  },
]
