import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Bad use: told with a hint, and the exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** What a command runs with. */
export interface Terminal {
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
  env: NodeJS.ProcessEnv
  cwd: string
}

/** One of the words after `no-orphans`. */
export interface Command {
  name: string
  /** One line, for the list of all. */
  about: string
  help: string
  /** Gives the exit code. */
  run(args: string[], terminal: Terminal): number | Promise<number>
}

type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
>
type Options = NonNullable<ParseArgsConfig['options']>

/** Node's own parser, with errors that say what to do. */
export function readArgs<const T extends Options>(args: string[], options: T, command: string): Parsed<T> {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    const [sentence] = (error as Error).message.split('. To specify a positional')
    throw new UsageError(`${sentence}; see no-orphans ${command} --help`)
  }
}

/** The one file that a command is about. */
export function onlyFile(positionals: readonly string[], command: string): string {
  const [file, ...more] = positionals
  if (!file)
    throw new UsageError(`no-orphans ${command} needs a report, such as orphans.json; see no-orphans ${command} --help`)
  if (more.length > 0)
    throw new UsageError(
      `no-orphans ${command} takes one report, not ${positionals.length}; see no-orphans ${command} --help`,
    )
  return file
}

/** A whole number from the command line. */
export function wholeNumber(text: string | undefined, option: string, fallback: number): number {
  if (text === undefined) return fallback
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${option} is a whole number, not '${text}'`)
  return Number(text)
}
