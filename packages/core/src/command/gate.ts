import { appendFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { readBaseline } from '../report/baseline.js'
import { readReport, writeAtomically } from '../report/files.js'
import { formats } from '../report/formats/index.js'
import { judgeReport } from '../report/gate.js'
import type { RunReport } from '../report/run-report.js'
import { styleFor } from '../report/style.js'
import { applyBaseline } from '../report/verdicts.js'
import { type Command, onlyFile, readArgs, UsageError, wholeNumber } from './usage.js'

export const gate: Command = {
  name: 'gate',
  about: 'pass or fail by a report: exit code 0 or 1',
  help: `no-orphans gate <report> [options]

  Passes when the report holds no orphan that is not known.

  --baseline <file>   what is known, instead of what the run itself knew
  --max <n>           so many new orphans pass (default 0)
  --ratchet           known orphans that are gone fail, too (default: in CI); --no-ratchet does not
  --format <format>   text, github, junit, sarif, markdown or json (default text)
  -o, --output <file> write there instead of to the terminal

  Exit codes: 0 passed, 1 failed, 2 bad use or an unreadable file.

  Examples
    npx no-orphans gate orphans.json
    npx no-orphans gate orphans.json --format github            annotations at the lines, and a step summary
    npx no-orphans gate orphans.json --format sarif -o orphans.sarif
    npx no-orphans gate orphans.json --baseline orphans.baseline.json --max 3
`,
  run(args, { stdout, stderr, env, cwd }) {
    const { values, positionals } = readArgs(
      args,
      {
        baseline: { type: 'string' },
        max: { type: 'string' },
        ratchet: { type: 'boolean' },
        'no-ratchet': { type: 'boolean' },
        format: { type: 'string', default: 'text' },
        output: { type: 'string', short: 'o' },
      },
      'gate',
    )
    const file = onlyFile(positionals, 'gate')
    const max = wholeNumber(values.max, '--max', 0)
    const format = Object.hasOwn(formats, values.format) ? formats[values.format] : undefined
    if (!format) {
      throw new UsageError(`there is no format '${values.format}', only ${Object.keys(formats).join(', ')}`)
    }
    const told = readReport(resolve(cwd, file))
    const report = values.baseline ? withBaseline(told, resolve(cwd, values.baseline), cwd) : told
    const inCI = Boolean(env.CI) && env.CI !== 'false'
    const result = judgeReport(report, { max, ratchet: values['no-ratchet'] ? false : (values.ratchet ?? inCI) })
    const toFile = values.output !== undefined
    const text = format(report, result, {
      ...(!toFile && stdout.isTTY && { style: styleFor(stdout, env), rows: stdout.rows, columns: stdout.columns }),
      report: file,
    })
    if (values.output) writeAtomically(resolve(cwd, values.output), text)
    else stdout.write(text)
    if (toFile) stderr.write(`${result.verdict}\n`)
    if (values.format === 'github' && env.GITHUB_STEP_SUMMARY) {
      appendFileSync(env.GITHUB_STEP_SUMMARY, `${formats.markdown?.(report, result)}\n`)
    }
    return result.passed ? 0 : 1
  },
}

function withBaseline(report: RunReport, file: string, cwd: string): RunReport {
  const entries = readBaseline(file)
  if (!entries)
    throw new UsageError(
      `there is no baseline ${file}; write one with no-orphans baseline <report> -o ${relative(cwd, file)}`,
    )
  return applyBaseline(report, { file: relative(cwd, file).replaceAll('\\', '/'), entries })
}
