import { runIn } from '../context.js'
import type { Entry } from '../entry.js'
import { Block, type BlockOptions, blockOptions } from '../find.js'
import { withoutParts } from '../gather.js'
import { openIn } from '../judge.js'
import type { Check } from '../options.js'
import { settle } from '../settle.js'
import { turn } from '../turns.js'
import { isSomebodys } from './families.js'
import { type Growing, growing, plot } from './growth.js'
import { assertFunction, countFrom, type Finding, readOptions } from './pattern.js'

/** How often to run, and what else counts. */
export interface AccumulateOptions extends Pick<BlockOptions, 'settle' | 'unref'> {
  /** How many runs are counted, 6 to 100000. Default `50`. */
  runs?: number
  /** How many runs come before, so that caches and pools are filled. Default `5`. */
  warmUp?: number
}

type Own = Pick<AccumulateOptions, 'runs' | 'warmUp'>

const checks: { [K in keyof Own]-?: Check } = { runs: countFrom(6, 100_000), warmUp: countFrom(0, 100_000) }
const defaults = { runs: 50, warmUp: 5 }
const mostShown = 5

/**
 * Runs a function again and again and finds out whether more is open the more often it runs. `pass` says that it
 * does not. What it leaves is for the test around it to judge.
 */
export async function doesNotAccumulate(
  received: unknown,
  options: AccumulateOptions | undefined,
  where: string,
): Promise<Finding> {
  assertFunction(received, where)
  const { own, block: checked } = readOptions<Own>(options, checks, where)
  const { runs, warmUp } = { ...defaults, ...own }
  const resolved = blockOptions({ ...checked, listeners: true }, where)
  const block = new Block(resolved)
  const born = new WeakMap<Entry, number>()
  let run = -warmUp
  block.scope.onAdd = (entry) => {
    born.set(entry, run)
  }
  const open = (): Entry[] =>
    openIn(block.scope).filter(
      (entry) =>
        (born.get(entry) ?? -1) >= 0 &&
        (entry.state() === 'open' || resolved.unref) &&
        entry.kind.name !== 'promise' &&
        !entry.kind.isProcessWide?.(entry.resource),
    )
  const counts: number[] = []
  try {
    for (; run < runs; run++) {
      await runIn(block.scope, () => received())
      // Closing takes a turn; whoever takes longer is waited for once, at the end.
      await turn()
      if (run >= 0) counts.push(withoutParts(open(), open()).length)
    }
    const settled = await settle(open, open, resolved.settle)
    const left = withoutParts(settled, settled).filter(isSomebodys)
    counts[counts.length - 1] = left.length
    const found = growing(left, (entry) => born.get(entry), runs)
    // What is told here is not told again by the test around it.
    if (found.length > 0) Object.assign(block.scope, { reported: true, judgedUpTo: -1 })
    return {
      pass: found.length === 0,
      message: found.length === 0 ? steady(runs) : grows(runs, counts, found),
      orphans: [],
    }
  } finally {
    block.scope.onAdd = undefined
    block.release()
  }
}

const steady = (runs: number): string =>
  `expected more to be open the more often the function runs, and after ${runs} runs it was not`

function grows(runs: number, counts: readonly number[], found: readonly Growing[]): string {
  const shown = found
    .slice(0, mostShown)
    .map(({ kind, where, entries }) => `  ${entries.length} x ${kind}, from ${where}`)
  if (found.length > mostShown) shown.push(`  ... and ${found.length - mostShown} more lines`)
  return `expected the function not to leave more open each time it runs, and after ${runs} runs there is\n\n${shown.join('\n')}\n\nopen after each run:\n\n${plot(counts)}\n`
}
