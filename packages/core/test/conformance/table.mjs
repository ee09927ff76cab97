/*
 * The table: every specimen in every way it can go, one row each. A new kind is a new specimen.
 */
import { network } from './specimens/network.mjs'
import { timers } from './specimens/timers.mjs'
import { ways } from './ways.mjs'

export const specimens = [...timers, ...network]

const unrefWays = ['left open', 'unref, with the option unref']

function goes(specimen, way) {
  if (specimen.isUnref) return unrefWays.includes(way.name)
  return (way.needs ?? []).every((name) => name in specimen) && !specimen.without?.includes(way.name)
}

/** What never holds anything open is unref'd from its beginning. */
function expectation(specimen, way) {
  if (!specimen.isUnref) return way.expects
  return way.options?.unref ? 'unref orphan at test' : 'silent'
}

export const rows = specimens.flatMap((specimen) =>
  ways
    .filter((way) => goes(specimen, way))
    .map((way) => ({
      name: `${specimen.name}: ${way.name}`,
      specimen: specimen.name,
      way: way.name,
      expects: expectation(specimen, way),
      options: way.options,
      batch: specimen.batch ?? 'together',
    })),
)
