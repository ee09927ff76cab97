import type { EventEmitter } from 'node:events'
import { finished, type Readable } from 'node:stream'
import { runOutside } from '../context.js'
import { turn } from '../turns.js'
import { type Ended, ending } from './outcome.js'

/** What a function gave back, seen as work that goes on. */
export interface Running {
  /** A promise, an iterator or a stream must end; of an emitter or a plain value nobody can say when it has. */
  mustEnd: boolean
  /** When it ended, or reported an error; never for a plain value. Never rejects. */
  end: Promise<Ended>
  /** Stops to wait for it. */
  abandon(): void
}

const never = new Promise<never>(() => {})
const nothing = (): void => {}

/** Sees what a function gave back as work. What a promise gives may be work again, such as a stream. */
export function follow(returned: unknown): Running {
  if (isThenable(returned)) return followPromise(returned)
  return followThing(returned) ?? { mustEnd: false, end: never, abandon: nothing }
}

function followPromise(promise: PromiseLike<unknown>): Running {
  let inner: Running | undefined
  const end = ending(() => promise).then((ended) => {
    inner = ended.state === 'fulfilled' ? followThing(ended.value) : undefined
    if (!inner) return ended
    running.mustEnd = inner.mustEnd
    return inner.end
  })
  const running: Running = { mustEnd: true, end, abandon: () => inner?.abandon() }
  return running
}

function followThing(thing: unknown): Running | undefined {
  if (typeof thing !== 'object' || thing === null) return undefined
  if (isEmitter(thing)) return isStream(thing) ? followStream(thing) : followEmitter(thing)
  return Symbol.asyncIterator in thing ? followIterator(thing as AsyncIterable<unknown>) : undefined
}

function followStream(stream: Readable): Running {
  // Without a reader a stream may never begin.
  if (typeof stream.resume === 'function' && !stream.readableFlowing) stream.resume()
  const end = ending(
    () =>
      new Promise<void>((resolve, reject) => {
        finished(stream, (error) => {
          if (!error || error.code === 'ERR_STREAM_PREMATURE_CLOSE') resolve()
          else reject(error)
        })
      }),
  )
  return { mustEnd: true, end, abandon: nothing }
}

const lastEvents = ['close', 'end', 'finish', 'exit']

function followEmitter(emitter: EventEmitter): Running {
  const end = ending(
    () =>
      new Promise<void>((resolve, reject) => {
        for (const event of lastEvents) emitter.once(event, () => resolve())
        emitter.on('error', reject)
      }),
  )
  return { mustEnd: false, end, abandon: nothing }
}

function followIterator(iterable: AsyncIterable<unknown>): Running {
  let abandoned = false
  const consume = async (): Promise<void> => {
    for await (const _ of iterable) {
      // One that always has a next item would never let anything else run.
      await runOutside(turn)
      if (abandoned) return
    }
  }
  return {
    mustEnd: true,
    end: ending(consume),
    abandon: () => {
      abandoned = true
    },
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | undefined)?.then === 'function'

const isEmitter = (value: object): value is EventEmitter =>
  typeof (value as EventEmitter).on === 'function' && typeof (value as EventEmitter).once === 'function'

const isStream = (value: object): value is Readable =>
  typeof (value as Readable).pipe === 'function' && typeof (value as Readable).destroy === 'function'
