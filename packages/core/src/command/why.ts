import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { type Command, readArgs, UsageError, wholeNumber } from './usage.js'
import { type WhySettings, whyVariable } from './why-preload.js'

export const why: Command = {
  name: 'why',
  about: 'run any program, and say what keeps it alive',
  help: `no-orphans why [options] -- <command> [arguments]

  Runs a program with every Node process of it watched, and says what keeps it alive: after some seconds, when it is
  interrupted (Ctrl-C), or when it is asked (kill -USR2 <pid>). The program itself runs on, and ends as it would.

  --after <ms>   when to tell by itself (default 5000)
  --stop         end the program then, with the exit code 1

  The exit code is the program's own.

  Examples
    npx no-orphans why -- node script.js
    npx no-orphans why --after 2000 --stop -- npm start
`,
  run(args, { stderr, env }) {
    const split = args.indexOf('--')
    const own = split < 0 ? args : args.slice(0, split)
    const { values, positionals } = readArgs(own, { after: { type: 'string' }, stop: { type: 'boolean' } }, 'why')
    const [command, ...rest] = split < 0 ? positionals : args.slice(split + 1)
    if (!command || (split >= 0 && positionals.length > 0)) {
      throw new UsageError('no-orphans why needs a program behind --, such as: no-orphans why -- node script.js')
    }
    const settings: WhySettings = { after: wholeNumber(values.after, '--after', 5000), stop: values.stop ?? false }
    const options = `${env.NODE_OPTIONS ?? ''} --require "${preload()}"`.trim()
    const child = spawn(command, rest, {
      stdio: 'inherit',
      env: { ...env, NODE_OPTIONS: options, [whyVariable]: JSON.stringify(settings) },
    })
    // Ctrl-C reaches the program by itself; we stay to pass its end on.
    process.on('SIGINT', () => {})
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
    if (process.platform !== 'win32') process.on('SIGUSR2', () => child.kill('SIGUSR2'))
    return new Promise((resolve) => {
      child.on('error', (error) => {
        stderr.write(`no-orphans: cannot run ${command}: ${error.message}\n`)
        resolve(2)
      })
      child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal as NodeJS.Signals] ?? 0)))
    })
  },
}

/** The CommonJS build of what is preloaded: it works in programs of either kind. */
function preload(): string {
  const bin = realpathSync(process.argv[1] ?? '')
  const file = join(dirname(bin), '../cjs/command/why-preload.js')
  if (!existsSync(file)) throw new UsageError(`cannot find ${file}: is @no-orphans/core installed completely?`)
  // In NODE_OPTIONS a backslash is an escape.
  return file.replaceAll('\\', '/')
}
