import { enter, runIn, visit } from './context.js'
import { forgetDisturbances, isDisturbed, testBegins, testEnds } from './disturbance.js'
import { takeFailure } from './failure.js'
import { type Judgement, judge } from './judge.js'
import { needRest } from './on-demand.js'
import type { AllowRule, ResolvedOptions } from './options.js'
import type { Orphan } from './orphan.js'
import type { OrphanError } from './orphan-error.js'
import { Scope } from './scope.js'
import { leaveRoot, setRoot, track, untrack } from './tracker.js'
import { enterUntracked } from './untracked.js'

/** One judged resource, as the run report keeps it. */
export interface Judged {
  verdict: 'orphan' | 'known' | 'allowed'
  orphan: Orphan
  /** The rule that allowed it. */
  rule?: AllowRule
  /** Where it was judged. */
  at: 'test' | 'file'
}

/** The end of a scope that had something open. */
export interface Verdict {
  /** What fails (or warns), if anything does. */
  error: OrphanError | undefined
  judged: Judged[]
}

/** What an adapter may put between the judge and the verdict. */
export interface Watchers {
  /** Whether an orphan is in the baseline. Asked once for each. */
  isKnown?(orphan: Orphan): boolean
  /** Told of everything judged, at once, so that a crash loses nothing. */
  onJudged?(judged: Judged): void
  /** Told that the file begins. */
  onBegin?(scope: Scope): void
  /** Told of every test, with the number of the try. */
  onTest?(scope: Scope, number: number): void
  /** Told that a test has run, before it is judged. */
  onTestEnd?(scope: Scope): void
  /** Told that the file's last verdict is given. */
  onEnd?(): void | Promise<void>
  /** Told that the file is not watched, or not to its end, and why. */
  onStopped?(reason: string): void
  /** Told by an adapter that not all of the file was run, and why. */
  onPartial?(reason: string): void
  /** Told that the file was let go of, and of what could not be closed. */
  onClose?(stuck: string[], scope: Scope): void
}

/** A test file under watch. An adapter makes one when its framework begins a file. */
export class FileWatch {
  readonly scope: Scope
  private readonly options: ResolvedOptions
  private readonly watchers: Watchers
  private readonly active: boolean
  private readonly followsMore: boolean
  private closing: Promise<string[]> | undefined

  /** @param file Absolute path of the test file. */
  constructor(file: string, options: ResolvedOptions, watchers: Watchers = {}) {
    this.scope = new Scope('file', file, undefined, file)
    this.options = options
    this.watchers = watchers
    this.active = options.mode !== 'off'
    this.followsMore = Boolean(options.listeners || options.promises)
    if (this.active) {
      track()
      if (this.followsMore) needRest().followMore(this.scope, options)
    }
    setRoot(this.active ? this.scope : undefined)
    if (this.active) watchers.onBegin?.(this.scope)
  }

  /** Runs a function in the file's scope: the hooks around all tests. */
  run<T>(fn: () => T): T {
    return runIn(this.scope, fn)
  }

  /** `run` for who calls by itself, until what this gives is called: it adds no frame to the stacks below. */
  visit(): () => void {
    return visit(this.scope)
  }

  /** Puts the rest of the running async context into the file's scope. */
  enter(): void {
    enter(this.scope)
  }

  /**
   * Begins a test, or one more try of it.
   *
   * @param number Which try of the test it is.
   */
  test(name: string, number = 1): TestWatch {
    const test = new TestWatch(name, this)
    if (this.active) {
      testBegins(test.scope)
      this.watchers.onTest?.(test.scope, number)
    }
    return test
  }

  /** Ends the file, after its last hook. */
  async end(): Promise<Verdict> {
    try {
      if (this.active) enterUntracked(this.scope)
      const judgement = this.active ? await judge(this.scope, this.options) : undefined
      return this.conclude(judgement, 'file', 'this file')
    } catch (error) {
      return this.tellFailure(error)
    } finally {
      if (this.active) await this.watchers.onEnd?.()
    }
  }

  /**
   * Lets go of the file, after its verdict, and closes what was reported unless `reclaim` is `false`. Once: a second call
   * gets the answer of the first.
   *
   * @returns What could not be closed, in words.
   */
  close(): Promise<string[]> {
    this.closing ??= this.letGo()
    return this.closing
  }

  private async letGo(): Promise<string[]> {
    if (!this.active) return []
    const failures =
      this.options.reclaim !== false && hasReported(this.scope) ? await needRest().reclaim([this.scope], true) : []
    if (this.followsMore) needRest().unfollowMore(this.scope)
    leaveRoot(this.scope)
    untrack()
    forgetDisturbances(this.scope)
    this.watchers.onClose?.(failures, this.scope)
    return failures
  }

  /** @internal */
  judgeTest(scope: Scope): undefined | Promise<Verdict> {
    if (!this.active) return undefined
    testEnds(scope)
    this.watchers.onTestEnd?.(scope)
    try {
      const judgement = judge(scope, this.options)
      this.tellFailure(takeFailure())
      return judgement?.then((result) => this.concludeTest(scope, result)).catch((error) => this.tellFailure(error))
    } catch (error) {
      this.tellFailure(error)
      return undefined
    }
  }

  private async concludeTest(scope: Scope, judgement: Judgement | undefined): Promise<Verdict> {
    const verdict = this.conclude(judgement, 'test', 'this test')
    if (judgement && this.options.reclaim === 'test') await needRest().reclaim([scope])
    return verdict
  }

  /** A tracker that failed must not break the user's tests: it says that it stopped, and why. */
  private tellFailure(failure: unknown): Verdict {
    const nothing: Verdict = { error: undefined, judged: [] }
    if (failure === undefined) return nothing
    const reason = failure instanceof Error ? failure.stack : String(failure)
    process.emitWarning(`no-orphans does not watch all of ${this.scope.name}, because it failed itself: ${reason}`)
    this.watchers.onStopped?.(`no-orphans failed itself: ${failure}`)
    return nothing
  }

  private conclude(judgement: Judgement | undefined, at: 'test' | 'file', who: string): Verdict {
    this.tellFailure(takeFailure())
    return judgement ? needRest().conclude(judgement, this.watchers, at, who) : { error: undefined, judged: [] }
  }
}

const hasReported = (scope: Scope): boolean => scope.reported || [...scope.below].some(hasReported)

/** One try of a test under watch. */
export class TestWatch {
  readonly scope: Scope
  private readonly file: FileWatch

  constructor(name: string, file: FileWatch) {
    this.scope = new Scope('test', name, file.scope)
    this.file = file
  }

  /** Runs a part of the test: its hooks, its function. */
  run<T>(fn: () => T): T {
    return runIn(this.scope, fn)
  }

  /** `run` for who calls by itself, until what this gives is called: it adds no frame to the stacks below. */
  visit(): () => void {
    return visit(this.scope)
  }

  /** Puts the rest of the running async context into the test. */
  enter(): void {
    enter(this.scope)
  }

  /**
   * Ends the test, after its last hook.
   *
   * @returns `undefined` at once when nothing is open, so that a clean test waits for nothing.
   */
  end(): undefined | Promise<Verdict> {
    return this.file.judgeTest(this.scope)
  }

  /** For a test that failed: which orphans of others ran meanwhile, in words; `undefined` when none did. */
  note(): string | undefined {
    return isDisturbed(this.scope) ? needRest().disturbanceNote(this.scope) : undefined
  }
}
