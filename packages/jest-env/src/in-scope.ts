/** Runs a function in a scope: `TestWatch.run` or `FileWatch.run`. */
export type Run = <T>(fn: () => T) => T

type Fn = (this: unknown, ...args: unknown[]) => unknown

/**
 * A function that does the same in a scope, and that Jest takes for the same: it goes by `length` to offer a `done`
 * callback, and drives generator functions step by step.
 *
 * @param run Asked at each call, as a test is run once for each try.
 */
export function inScope<F extends (...args: never[]) => unknown>(original: F, run: () => Run): F {
  const fn = original as unknown as Fn
  const wrapped: Fn = isGeneratorFunction(fn)
    ? function* (this: unknown, ...args) {
        const scoped = run()
        return yield* steps(scoped(() => fn.apply(this, args)) as Generator, scoped)
      }
    : function (this: unknown, ...args) {
        return run()(() => fn.apply(this, args))
      }
  Object.defineProperties(wrapped, {
    length: { value: fn.length, configurable: true },
    name: { value: fn.name, configurable: true },
  })
  return wrapped as unknown as F
}

/** Every step of a generator in the scope: what drives it, Jest's co, runs outside. */
function* steps(generator: Generator, run: Run): Generator {
  let step = run(() => generator.next())
  while (!step.done) {
    let sent: unknown
    try {
      sent = yield work(step.value, run)
    } catch (error) {
      step = run(() => generator.throw(error))
      continue
    }
    step = run(() => generator.next(sent))
  }
  return step.value
}

/** What co would call or drive by itself. */
function work(value: unknown, run: Run): unknown {
  if (typeof value === 'function') return inScope(value as Fn, () => run)
  return isGenerator(value) ? steps(value, run) : value
}

// A test's generators are of another realm, so their prototype says nothing here.
const isGeneratorFunction = (fn: Fn): boolean => Object.prototype.toString.call(fn) === '[object GeneratorFunction]'

const isGenerator = (value: unknown): value is Generator =>
  Object.prototype.toString.call(value) === '[object Generator]'
