import type { TestWatch } from '@no-orphans/core/adapter'

/** What runs functions in its scope: a test, or the file. */
export type Place = Pick<TestWatch, 'run' | 'visit'>

type Fn = (this: unknown, ...args: unknown[]) => unknown

/**
 * A function that does the same in a scope, and that Jest takes for the same: it goes by `length` to offer a `done`
 * callback, and drives generator functions step by step.
 *
 * @param place Asked at each call, as a test is run once for each try.
 */
export function inScope<F extends (...args: never[]) => unknown>(original: F, place: () => Place): F {
  const fn = original as unknown as Fn
  const wrapped: Fn = isGeneratorFunction(fn)
    ? function* (this: unknown, ...args) {
        const here = place()
        return yield* steps(here.run(() => fn.apply(this, args)) as Generator, here)
      }
    : function (this: unknown, ...args) {
        const leave = place().visit()
        try {
          return fn.apply(this, args)
        } finally {
          leave()
        }
      }
  // Most have neither, and to say so would cost as much as all the rest.
  if (fn.length > 0 || fn.name !== '') {
    Object.defineProperties(wrapped, {
      length: { value: fn.length, configurable: true },
      name: { value: fn.name, configurable: true },
    })
  }
  return wrapped as unknown as F
}

/** Every step of a generator in the scope: what drives it, Jest's co, runs outside. */
function* steps(generator: Generator, here: Place): Generator {
  let step = here.run(() => generator.next())
  while (!step.done) {
    let sent: unknown
    try {
      sent = yield work(step.value, here)
    } catch (error) {
      step = here.run(() => generator.throw(error))
      continue
    }
    step = here.run(() => generator.next(sent))
  }
  return step.value
}

/** What co would call or drive by itself. */
function work(value: unknown, here: Place): unknown {
  if (typeof value === 'function') return inScope(value as Fn, () => here)
  return isGenerator(value) ? steps(value, here) : value
}

// A test's generators are of another realm, so their prototype says nothing here.
const isGeneratorFunction = (fn: Fn): boolean => Object.prototype.toString.call(fn) === '[object GeneratorFunction]'

const isGenerator = (value: unknown): value is Generator =>
  Object.prototype.toString.call(value) === '[object Generator]'
