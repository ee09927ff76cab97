import { BaselineError } from '../report/baseline.js'
import { ReportError } from '../report/files.js'
import { toolVersion } from '../report/version.js'
import { baseline } from './baseline.js'
import { gate } from './gate.js'
import { html } from './html.js'
import { merge } from './merge.js'
import { show } from './show.js'
import { type Command, type Terminal, UsageError } from './usage.js'
import { why } from './why.js'

const commands: readonly Command[] = [gate, show, html, merge, baseline, why]

const help = `no-orphans ${toolVersion}: what tests leave running, and the lines that began it

${commands.map(({ name, about }) => `  no-orphans ${name.padEnd(9)} ${about}`).join('\n')}

  A run writes a report when the option \`report\` names a file: noOrphans({ report: 'orphans.json' }) in Vitest,
  testEnvironmentOptions: { orphans: { report: 'orphans.json' } } and our reporter in Jest.

  no-orphans <command> --help says more. Exit codes: 0 passed, 1 failed, 2 bad use or an unreadable file.
`

/**
 * The command `no-orphans`.
 *
 * @returns The exit code.
 */
export async function main(args: string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.stdout.write(help)
    return name === undefined ? 2 : 0
  }
  if (name === '--version' || name === '-v') {
    terminal.stdout.write(`${toolVersion}\n`)
    return 0
  }
  const command = commands.find((each) => each.name === name)
  try {
    if (!command)
      throw new UsageError(`there is no command '${name}', only ${commands.map((each) => each.name).join(', ')}`)
    const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest
    if (own.includes('--help') || own.includes('-h')) {
      terminal.stdout.write(command.help)
      return 0
    }
    return await command.run(rest, terminal)
  } catch (error) {
    const isExpected = error instanceof UsageError || error instanceof ReportError || error instanceof BaselineError
    terminal.stderr.write(`no-orphans: ${isExpected ? error.message : messageOf(error)}\n`)
    return 2
  }
}

/** What the system refuses, such as writing a file, is told in its own words; what we did wrong, with its stack. */
function messageOf(error: unknown): string {
  const { code, message, stack } = error as NodeJS.ErrnoException
  return code ? message : (stack ?? String(error))
}
