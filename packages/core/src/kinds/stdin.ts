import type { Readable } from 'node:stream'
import type { Kind } from './kind.js'

interface StandardInput extends Readable {
  fd?: number
  _handle?: { reading?: boolean; hasRef(): boolean | undefined; readStop(): number } | null
}

/** What process.nextTick makes. */
interface Tick {
  args?: [unknown?]
}

const inputOf = (tick: Tick): StandardInput => tick.args?.[0] as StandardInput

/** Whether it is read, or will be from the next tick on. */
const isRead = (input: StandardInput): boolean =>
  input._handle?.reading === true || input.readableFlowing === true || input.listenerCount('readable') > 0

/**
 * `stdin`: it is one for the whole process and holds that only while somebody reads it, so whoever begins to read is to
 * blame. A stream begins one tick after the call, and that tick is made inside the call.
 */
export const stdin: Kind<StandardInput> = {
  name: 'stdin',
  types: ['TickObject'],
  depth: 16,
  recognises: (tick: Tick) => {
    const input = tick.args?.[0] as StandardInput | undefined
    return typeof input === 'object' && input?.fd === 0 && input._handle?.reading === false
  },
  reused: inputOf,
  state: (input) => {
    if (!input._handle || !isRead(input)) return 'closed'
    return input._handle.hasRef() ? 'open' : 'unref'
  },
  maySettle: () => true,
  describe: () => 'standard input, being read',
  remedy: () => 'stop it with process.stdin.pause(), or rl.close() for a readline interface on it',
  reclaim: (input) => {
    input.pause()
    // Who listens to 'readable' is not stopped by that.
    const handle = input._handle
    if (!handle?.reading) return
    handle.reading = false
    handle.readStop()
  },
}
