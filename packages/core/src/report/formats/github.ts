import { goneSentence, sentences } from '../gate.js'
import { profile } from '../profile.js'
import type { Format } from './index.js'

// GitHub shows ten annotations of a kind for a step; the rest is in the step's summary.
const most = 10

/** Workflow commands: an annotation at the line that began each. */
export const github: Format = (report, { passed, verdict, fresh, gone }) => {
  const level = passed ? 'warning' : 'error'
  const annotations = profile(fresh)
    .slice(0, most)
    .map(({ orphans, count, owners }) => {
      const [first] = orphans as [(typeof orphans)[0]]
      const frame = first.origin ?? first.creator
      const place: Record<string, string | number> = frame
        ? { file: frame.file, line: frame.line, col: frame.column }
        : {}
      const more = owners > 1 ? `\nThis line began ${count} of them, in ${owners} tests.` : ''
      return command(level, { ...place, title: `Left running: ${first.kind}` }, sentences(first) + more)
    })
  const file = report.baseline?.file ?? 'the baseline'
  const stale = gone
    .slice(0, most)
    .map((entry) => command(level, { file, title: 'Known orphan gone' }, goneSentence(entry, file)))
  return [...annotations, ...stale, command(passed ? 'notice' : 'error', { title: 'no-orphans' }, verdict), ''].join(
    '\n',
  )
}

function command(name: string, properties: Record<string, string | number>, message: string): string {
  const list = Object.entries(properties).map(
    ([key, value]) => `${key}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
  )
  return `::${name} ${list.join(',')}::${escaped(message)}`
}

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
