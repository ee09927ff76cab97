/*
 * The table: every specimen in every way it can go, one row each. A new kind is a new specimen.
 */
import { files } from './specimens/files.mjs'
import { httpClients } from './specimens/http.mjs'
import { network } from './specimens/network.mjs'
import { ports } from './specimens/ports.mjs'
import { processes } from './specimens/processes.mjs'
import { timers } from './specimens/timers.mjs'
import { ways } from './ways.mjs'

export const specimens = [...timers, ...network, ...httpClients, ...ports, ...files, ...processes]

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
