import { resolve } from 'node:path'
import { readReport, writeAtomically } from '../report/files.js'
import { page } from '../report/html/page.js'
import { type Command, onlyFile, readArgs } from './usage.js'

export const html: Command = {
  name: 'html',
  about: 'draw the timeline of a report: one HTML file, nothing else needed',
  help: `no-orphans html <report> [-o <file>]

  Draws what was open, when: one HTML file that needs no network and works from disk.

  -o, --output <file>  default: orphans.html
`,
  run(args, { stdout, cwd }) {
    const { values, positionals } = readArgs(
      args,
      { output: { type: 'string', short: 'o', default: 'orphans.html' } },
      'html',
    )
    const report = readReport(resolve(cwd, onlyFile(positionals, 'html')))
    writeAtomically(resolve(cwd, values.output), page(report))
    stdout.write(`${values.output}\n`)
    return 0
  },
}
