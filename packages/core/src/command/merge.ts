import { resolve } from 'node:path'
import { readReport, renderReport, writeAtomically } from '../report/files.js'
import { mergeReports } from '../report/merge.js'
import { type Command, readArgs, UsageError } from './usage.js'

export const merge: Command = {
  name: 'merge',
  about: 'make one report of those of all shards',
  help: `no-orphans merge <report> <report>... [-o <file>]

  Makes one report of those of a run's shards. Verdicts are given anew, as the baseline holds for all of them together.

  -o, --output <file>  write there instead of to the terminal

  Example
    npx no-orphans merge shard-*.json -o orphans.json
`,
  run(args, { stdout, cwd }) {
    const { values, positionals } = readArgs(args, { output: { type: 'string', short: 'o' } }, 'merge')
    if (positionals.length === 0) throw new UsageError('no-orphans merge needs reports; see no-orphans merge --help')
    const text = renderReport(mergeReports(positionals.map((file) => readReport(resolve(cwd, file)))))
    if (values.output) writeAtomically(resolve(cwd, values.output), text)
    else stdout.write(text)
    return 0
  },
}
