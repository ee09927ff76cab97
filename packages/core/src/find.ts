import { currentScope, runIn } from './context.js'
import { type Judgement, judge } from './judge.js'
import { type Options, type ResolvedOptions, resolveOptions } from './options.js'
import type { Orphan } from './orphan.js'
import { OrphanError } from './orphan-error.js'
import { reclaim } from './reclaim.js'
import { Scope } from './scope.js'
import { followMore, unfollowMore } from './sources.js'
import { scopeNow, track, untrack } from './tracker.js'

/** The options of one block: those of a run that mean something there. */
export type BlockOptions = Pick<Options, 'settle' | 'unref' | 'allow' | 'reclaim' | 'promises' | 'listeners'>

/** A scope that is judged when it is disposed of. */
export interface Watch extends AsyncDisposable {
  /** Runs a function in the scope. Everything it starts, also later, belongs to the scope. */
  run<T>(fn: () => T): T
  /** Ends the scope and gives what it left, instead of throwing. */
  end(): Promise<Orphan[]>
}

/** The options of a block, checked and filled in. */
export function blockOptions(options: BlockOptions | undefined, where: string): ResolvedOptions {
  return { ...resolveOptions(options ?? {}, where), scope: 'test' }
}

/** A scope of its own for one stretch of code, with tracking on until it ends. */
export class Block {
  readonly scope = new Scope('block', 'this block', scopeNow())
  private readonly options: ResolvedOptions

  constructor(options: ResolvedOptions) {
    this.options = options
    track()
    followMore(this.scope, options)
  }

  /** @param settle ms for what may still end by itself, instead of the option's. */
  async end(settle = this.options.settle): Promise<Orphan[]> {
    try {
      const judgement: Judgement | undefined = await judge(this.scope, { ...this.options, settle })
      if (this.options.reclaim === 'test') await reclaim([this.scope])
      return judgement?.orphans ?? []
    } finally {
      this.release()
    }
  }

  /** Ends without a verdict: what is open is left to the scope around it. */
  release(): void {
    unfollowMore(this.scope)
    untrack()
  }
}

/**
 * Runs a function and gives what it left open.
 *
 * What is given here is not reported again by the test around it.
 *
 * @param fn May be sync or async. What it throws is thrown here.
 * @param options `settle` (ms, default 200), `unref`, `promises`, `listeners` (default `false`), `allow` (default none),
 * `reclaim`: `'test'` closes at once what was left (default: it stays open, until the end of the file where there is one).
 * @throws OptionError for a wrong option, before `fn` runs.
 * @example
 * ```ts
 * const orphans = await findOrphans(() => { setInterval(poll, 5000) })
 * orphans[0].description // 'interval every 5000 ms'
 * ```
 */
export async function findOrphans(fn: () => unknown, options?: BlockOptions): Promise<Orphan[]> {
  const { orphans, error } = await runBlock(fn, options, 'findOrphans()')
  if (error) throw error.thrown
  return orphans
}

/**
 * Runs a function and throws when it left something open.
 *
 * @param fn May be sync or async. What it throws comes first; what it left is added to its message.
 * @param options `settle` (ms, default 200), `unref`, `promises`, `listeners` (default `false`), `allow` (default none),
 * `reclaim`: `'test'` closes at once what was left (default: it stays open, until the end of the file where there is one).
 * @throws OrphanError naming what was left and the line that began it.
 * @example
 * ```ts
 * await verifyNoOrphans(async () => { const server = await startServer(); await server.stop() })
 * ```
 */
export async function verifyNoOrphans(fn: () => unknown, options?: BlockOptions): Promise<void> {
  const { orphans, error } = await runBlock(fn, options, 'verifyNoOrphans()')
  if (orphans.length === 0) {
    if (error) throw error.thrown
    return
  }
  const found = new OrphanError(orphans, 'this block')
  throw error ? withOrphans(error.thrown, found) : found
}

/** An error as it was thrown, with the orphans added below its message. */
export function withOrphans(thrown: unknown, found: OrphanError): Error {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const combined = new Error(`${message}\n\n${found.message}`, { cause: thrown })
  if (thrown instanceof Error) {
    combined.name = thrown.name
    const frames = thrown.stack?.slice(thrown.stack.indexOf('\n    at ')) ?? ''
    combined.stack = `${thrown.name}: ${combined.message}${frames}`
  }
  return combined
}

/** What a block did and left. */
export interface BlockResult {
  orphans: Orphan[]
  /** What the function threw, if it did. */
  error: { thrown: unknown } | undefined
}

/** Runs a function in a scope of its own. Never throws for what the function throws. */
export async function runBlock(
  fn: () => unknown,
  options: BlockOptions | undefined,
  where: string,
): Promise<BlockResult> {
  const block = new Block(blockOptions(options, where))
  let error: BlockResult['error']
  try {
    await runIn(block.scope, fn)
  } catch (thrown) {
    error = { thrown }
  }
  return { orphans: await block.end(), error }
}

/**
 * Opens a scope that is judged when it goes out of scope.
 *
 * @param options `settle` (ms, default 200), `unref`, `promises`, `listeners` (default `false`), `allow` (default none),
 * `reclaim`: `'test'` closes at once what was left (default: it stays open, until the end of the file where there is one).
 * @throws OrphanError on disposal, when something is left.
 * @example
 * ```ts
 * await using scope = watch()
 * const server = await scope.run(() => startServer())
 * await server.stop()
 * ```
 */
export function watch(options?: BlockOptions): Watch {
  const block = new Block(blockOptions(options, 'watch()'))
  let ended: Promise<Orphan[]> | undefined
  const end = (): Promise<Orphan[]> => {
    ended ??= block.end()
    return ended
  }
  return {
    run: (fn) => runIn(block.scope, fn),
    end,
    async [Symbol.asyncDispose]() {
      const told = ended !== undefined
      const orphans = await end()
      if (orphans.length > 0 && !told) throw new OrphanError(orphans, 'this block')
    },
  }
}

/** The test or file that runs now. */
export const enclosingScope = (): Scope | undefined => currentScope() ?? scopeNow()
