import { resolve } from 'node:path'
import { readReport } from '../report/files.js'
import { styleFor } from '../report/style.js'
import { summary } from '../report/summary.js'
import { type Command, onlyFile, readArgs } from './usage.js'

export const show: Command = {
  name: 'show',
  about: 'print the summary of a report again',
  help: `no-orphans show <report> [options]

  Prints what the end of the run printed: the orphans by the line that began them, most first.

  --all   everything, however long
`,
  run(args, { stdout, env, cwd }) {
    const { values, positionals } = readArgs(args, { all: { type: 'boolean' } }, 'show')
    const file = onlyFile(positionals, 'show')
    const report = readReport(resolve(cwd, file))
    const lines = summary(report, {
      style: styleFor(stdout, env),
      ...(stdout.isTTY && { rows: stdout.rows, columns: stdout.columns }),
      ...(values.all ? { all: true } : { report: file }),
    })
    stdout.write(`${(lines.length > 0 ? lines : ['no-orphans  no orphans']).join('\n')}\n`)
    return 0
  },
}
