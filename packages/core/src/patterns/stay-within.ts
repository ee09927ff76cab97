import { runIn } from '../context.js'
import { Block, type BlockOptions, blockOptions } from '../find.js'
import { type Check, checked, OptionError } from '../options.js'
import { type Family, families } from './families.js'
import { assertFunction, countFrom, type Finding, readOptions } from './pattern.js'
import { Peak, Peaks } from './peak.js'
import { byOrigin } from './where-from.js'

/** How many of each family may be open at once. */
export type Limits = { [F in Family]?: number }

/** What else there is to say about a count. */
export type StayWithinOptions = Pick<BlockOptions, 'unref'>

const mostShown = 3
const limit = countFrom(0, 1_000_000)
const checks = Object.fromEntries(families.map((family) => [family, limit])) as Record<Family, Check>

/** Runs a function and finds out how much it has open at once. What it leaves is for the test around it to judge. */
export async function staysWithin(
  received: unknown,
  limits: Limits,
  options: StayWithinOptions | undefined,
  where: string,
): Promise<Finding> {
  assertFunction(received, where)
  const given = Object.entries(checked<Limits>(limits, checks, where)).filter(([, value]) => value !== undefined)
  if (given.length === 0) throw new OptionError(`${where}: there is no limit; give one of ${families.join(', ')}`)
  const { block: own } = readOptions<object>(options, {}, where)
  const block = new Block(blockOptions(own, where))
  const peaks = new Peaks(
    block.scope,
    given.map(([family, most]) => new Peak(family as Family, most, own.unref ?? false)),
  )
  try {
    await runIn(block.scope, () => received())
  } finally {
    peaks.stop()
    block.release()
  }
  const exceeded = peaks.all.filter((peak) => peak.exceeded)
  if (exceeded.length > 0) return { pass: false, message: exceeded.map(describe).join('\n'), orphans: [] }
  const most = peaks.all.map((peak) => `${peak.limit} ${peak.family}`).join(' or ')
  return {
    pass: true,
    message: `expected the function to have more than ${most} open at once, and it had not`,
    orphans: [],
  }
}

function describe({ family, limit: most, peak, at }: Peak): string {
  const places = byOrigin(at)
  const shown = places.slice(0, mostShown).map(({ where, entries }) => `  ${entries.length} began at ${where}`)
  const rest = places.slice(mostShown).reduce((sum, { entries }) => sum + entries.length, 0)
  if (rest > 0) shown.push(`  ${rest} began elsewhere`)
  const what = family === 'total' ? 'resources' : family
  return `expected the function to stay within ${most} ${what} open at once, and there were ${peak}\n\n${shown.join('\n')}\n`
}
