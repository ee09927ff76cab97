import { isAbsolute, join, resolve } from 'node:path'
import { renderBaseline } from '../report/baseline.js'
import { readReport, writeAtomically } from '../report/files.js'
import { sumOf, toEntries } from '../report/verdicts.js'
import { plural } from '../report/words.js'
import { type Command, onlyFile, readArgs } from './usage.js'

export const baseline: Command = {
  name: 'baseline',
  about: 'write the file of known orphans from a report',
  help: `no-orphans baseline <report> [-o <file>]

  Makes all orphans of a report known: from then on they do not fail, and anything else does.
  Give the file's name to the option \`baseline\`. In a run, NO_ORPHANS_UPDATE=1 does the same.

  -o, --output <file>  default: what the report's run had as its baseline, else orphans.baseline.json
`,
  run(args, { stdout, cwd }) {
    const { values, positionals } = readArgs(args, { output: { type: 'string', short: 'o' } }, 'baseline')
    const report = readReport(resolve(cwd, onlyFile(positionals, 'baseline')))
    const name = values.output ?? report.baseline?.file ?? 'orphans.baseline.json'
    const file = isAbsolute(name) ? name : join(cwd, name)
    const entries = toEntries(report.orphans)
    writeAtomically(file, renderBaseline(entries))
    stdout.write(`${name}: ${plural(sumOf(entries), 'known orphan')} of ${plural(entries.length, 'origin')}\n`)
    return 0
  },
}
