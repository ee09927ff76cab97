import { enter, runIn } from './context.js'
import { type Judgement, judge } from './judge.js'
import type { AllowRule, ResolvedOptions } from './options.js'
import type { Orphan } from './orphan.js'
import { OrphanError } from './orphan-error.js'
import { reclaim } from './reclaim.js'
import { Scope } from './scope.js'
import { followMore, unfollowMore } from './sources.js'
import { setRoot, takeFailure, track, untrack } from './tracker.js'

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
}

/** A test file under watch. An adapter makes one when its framework begins a file. */
export class FileWatch {
  readonly scope: Scope
  private readonly options: ResolvedOptions
  private readonly watchers: Watchers
  private readonly active: boolean

  /** @param file Absolute path of the test file. */
  constructor(file: string, options: ResolvedOptions, watchers: Watchers = {}) {
    this.scope = new Scope('file', file, undefined, file)
    this.options = options
    this.watchers = watchers
    this.active = options.mode !== 'off'
    if (this.active) {
      track()
      followMore(this.scope, options)
    }
    setRoot(this.active ? this.scope : undefined)
  }

  /** Runs a function in the file's scope: the hooks around all tests. */
  run<T>(fn: () => T): T {
    return runIn(this.scope, fn)
  }

  /** Begins a test, or one more try of it. */
  test(name: string): TestWatch {
    return new TestWatch(name, this)
  }

  /** Ends the file, after its last hook. */
  async end(): Promise<Verdict> {
    const judgement = this.active ? await judge(this.scope, this.options) : undefined
    return this.conclude(judgement, 'file', 'this file')
  }

  /**
   * Lets go of the file, after its verdict, and closes what was reported unless `reclaim` is `false`.
   *
   * @returns What could not be closed, in words.
   */
  async close(): Promise<string[]> {
    if (!this.active) return []
    const failures = this.options.reclaim === false ? [] : await reclaim([this.scope])
    unfollowMore(this.scope)
    untrack()
    return failures
  }

  /** @internal */
  judgeTest(scope: Scope): undefined | Promise<Verdict> {
    if (!this.active) return undefined
    const judgement = judge(scope, this.options)
    if (!judgement) {
      const error = takeFailure()
      return error ? Promise.reject(stopped(error)) : undefined
    }
    return judgement.then(async (result) => {
      const verdict = this.conclude(result, 'test', 'this test')
      if (this.options.reclaim === 'test') await reclaim([scope])
      return verdict
    })
  }

  private conclude(judgement: Judgement | undefined, at: 'test' | 'file', who: string): Verdict {
    const error = takeFailure()
    if (error) throw stopped(error)
    const fresh: Orphan[] = []
    const judged: Judged[] = []
    for (const { orphan, rule } of judgement?.allowed ?? []) judged.push({ verdict: 'allowed', orphan, rule, at })
    for (const orphan of judgement?.orphans ?? []) {
      const known = this.watchers.isKnown?.(orphan) ?? false
      judged.push({ verdict: known ? 'known' : 'orphan', orphan, at })
      if (!known) fresh.push(orphan)
    }
    for (const each of judged) this.watchers.onJudged?.(each)
    return { error: fresh.length > 0 ? new OrphanError(fresh, who) : undefined, judged }
  }
}

const stopped = (cause: unknown): Error =>
  new Error(`no-orphans stopped watching because it failed itself: ${cause instanceof Error ? cause.stack : cause}`)

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

  /** Puts the rest of the running async context into the test; `leave` ends that. */
  enter(): void {
    enter(this.scope)
  }

  /** Puts the rest of the running async context back into the file. */
  leave(): void {
    enter(this.file.scope)
  }

  /**
   * Ends the test, after its last hook.
   *
   * @returns `undefined` at once when nothing is open, so that a clean test waits for nothing.
   */
  end(): undefined | Promise<Verdict> {
    return this.file.judgeTest(this.scope)
  }
}
