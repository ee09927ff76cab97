import type { Circus } from '@jest/types'
import type { FileWatch, TestWatch, Verdict } from '@no-orphans/core/adapter'
import { inScope } from './in-scope.js'

/** What becomes of what the watch of a file finds. */
export interface Outcome {
  /** Whether an orphan fails its test or file, or is only told. */
  fails: boolean
  /** Tells it to a person. */
  tell(message: string): void
  /** Told when `.only` has left out tests of the file. */
  onFocused(): void
}

/** One try of a test. */
interface Try {
  watch: TestWatch
  /** Its function was called. Jest 29 calls those of concurrent tests before their `test_start`, and only once. */
  ran: boolean
  started: boolean
}

/** Turns what jest-circus tells of a file into scopes and verdicts. */
export class CircusWatch {
  private readonly file: FileWatch
  private readonly outcome: Outcome
  // Not weak: this lives as long as the file, and very many weak ones make each garbage collection slower.
  private readonly tries = new Map<Circus.TestEntry, Try>()
  private readonly failed = new WeakMap<Circus.TestEntry, Error>()
  private readonly wrapped = new Set<object>()
  /** Tests that are not concurrent run one at a time, and only they have hooks around each. */
  private current: TestWatch | undefined
  private ended = false
  /** jest-circus has told of the file; other runners tell nothing. */
  hasBegun = false

  constructor(file: FileWatch, outcome: Outcome) {
    this.file = file
    this.outcome = outcome
  }

  /** Handles an event; gives a promise only when there is something to wait for. */
  handle(event: Circus.SyncEvent | Circus.AsyncEvent, state: Circus.State): void | Promise<void> {
    this.hasBegun = true
    switch (event.name) {
      case 'run_start':
        return this.watchConcurrent(state.rootDescribeBlock)
      case 'hook_start':
        return this.watchHook(event.hook)
      case 'test_start':
        return this.begin(event.test)
      case 'test_skip':
      case 'test_todo':
        this.tries.delete(event.test)
        return
      case 'test_done':
        return this.end(event.test)
      case 'run_finish':
        if (state.hasFocusedTests) this.outcome.onFocused()
        return this.endFile((error) => state.unhandledErrors.push(error))
    }
  }

  /**
   * Ends the file, once.
   *
   * @param fail Takes what fails the file.
   */
  async endFile(fail: (error: Error) => void): Promise<void> {
    if (this.ended) return
    this.ended = true
    try {
      const { error } = await this.file.end()
      if (!error) return
      if (this.outcome.fails) fail(error)
      else this.outcome.tell(`${this.file.scope.name}\n${error.message}`)
    } catch (error) {
      this.outcome.tell((error as Error).message)
    }
  }

  /** Jest 29 starts concurrent tests before it announces them, so all of them are wrapped before anything runs. */
  private watchConcurrent(block: Circus.DescribeBlock): void {
    for (const child of block.children) {
      if (child.type === 'describeBlock') this.watchConcurrent(child)
      else if (child.concurrent) this.wrapTest(child)
    }
  }

  private wrapTest(test: Circus.TestEntry): void {
    if (!test.fn || this.wrapped.has(test)) return
    this.wrapped.add(test)
    test.fn = inScope(test.fn, () => {
      const attempt = this.tries.get(test) ?? this.newTry(test)
      attempt.ran = true
      return attempt.watch
    })
  }

  private newTry(test: Circus.TestEntry): Try {
    const attempt = { watch: this.file.test(fullName(test), Math.max(1, test.invocations)), ran: false, started: false }
    this.tries.set(test, attempt)
    return attempt
  }

  private begin(test: Circus.TestEntry): void {
    this.wrapTest(test)
    const early = this.tries.get(test)
    const attempt = early && !early.started ? early : this.newTry(test)
    attempt.started = true
    if (!test.concurrent) this.current = attempt.watch
  }

  private watchHook(hook: Circus.Hook): void {
    if (this.wrapped.has(hook)) return
    this.wrapped.add(hook)
    const isOfTest = hook.type === 'beforeEach' || hook.type === 'afterEach'
    hook.fn = inScope(hook.fn, () => (isOfTest && this.current) || this.file)
  }

  private end(test: Circus.TestEntry): void | Promise<void> {
    const attempt = this.tries.get(test)
    if (!attempt) return
    this.tries.delete(test)
    if (!test.concurrent) this.current = undefined
    const told = this.failed.get(test)
    // Jest 29 does not run a concurrent test again on a retry: what it left then still counts.
    if (test.concurrent && !attempt.ran && told) test.errors.push(told)
    const ended = attempt.watch.end()
    const note = attempt.watch.note()
    if (note) noteDisturbance(test, note)
    return ended?.then(
      (verdict) => this.conclude(test, verdict),
      (error: Error) => this.outcome.tell(error.message),
    )
  }

  private conclude(test: Circus.TestEntry, { error }: Verdict): void {
    if (!error) return
    if (!this.outcome.fails) {
      this.outcome.tell(`${fullName(test)}\n${error.message}`)
      return
    }
    this.failed.set(test, error)
    test.errors.push(error)
  }
}

/** A test that failed is told what others had left running meanwhile: it may be why. */
function noteDisturbance(test: Circus.TestEntry, note: string): void {
  const thrown = test.errors[0]
  const error = Array.isArray(thrown) ? (thrown[0] ?? thrown[1]) : thrown
  // It may be of the tests' own realm, where it is no instance of this one's Error.
  if (typeof (error as Error | undefined)?.message !== 'string') return
  const { message, stack } = error as Error
  error.message = `${message}\n\n${note}`
  // Jest prints the stack, which begins with the message.
  if (stack?.includes(message)) error.stack = stack.replace(message, () => error.message)
}

/** As Jest's own reports name it. */
function fullName(test: Circus.TestEntry): string {
  const names = [test.name]
  for (let block: Circus.DescribeBlock | undefined = test.parent; block?.parent; block = block.parent) {
    names.unshift(block.name)
  }
  return names.join(' ')
}
