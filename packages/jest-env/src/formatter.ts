type Prepare = (error: Error, sites: NodeJS.CallSite[]) => unknown

const named = /^(.*) \((.+:\d+:\d+)\)$/
const bare = /^(?:async )?(.+:\d+:\d+)$/

/**
 * Jest's formatter maps lines to the sources, and on purpose names each frame by what is called on its line. A report
 * says where something was started, so it needs the functions' own names: those that V8 gives.
 */
export function withOwnNames(prepare: Prepare | undefined): Prepare | undefined {
  if (!prepare) return undefined
  return (error, sites) => {
    const lines = sites.map((site) => {
      const [, ownName, ownPlace] = named.exec(String(site)) ?? []
      const place = placeIn(prepare(error, [site])) ?? ownPlace
      if (!place) return String(site)
      // Jest leaves out the frames of functions without a name when they say so.
      return ownName && !ownName.endsWith('<anonymous>') ? `${ownName} (${place})` : place
    })
    return ['Error', ...lines.map((line) => `    at ${line}`)].join('\n')
  }
}

function placeIn(formatted: unknown): string | undefined {
  const text = String(formatted)
  const line = text.slice(text.lastIndexOf('    at ') + '    at '.length)
  return named.exec(line)?.[2] ?? bare.exec(line)?.[1]
}
