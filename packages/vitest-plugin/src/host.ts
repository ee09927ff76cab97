import { engine, type FileWatch, type ResolvedOptions, resolveOptions, type Watchers } from '@no-orphans/core/worker'
import { load } from './core.js'
import { framework } from './framework.js'

/*
 * What lives once in a thread, in the main realm, for all the files that run in it. It must hold nothing of a file that
 * is over: a vm context that is held here is never collected.
 */

/** What the plugin hands to the workers. */
export interface Handed {
  options?: unknown
  /** Who wrote the options, for messages. */
  where?: string
  /** Vitest's version. */
  version?: string
}

/** A test file that is being watched. */
export interface Run {
  /** Tells one run of a file from the next. */
  readonly id: object
  readonly options: ResolvedOptions
  readonly file: FileWatch
  readonly records: Watchers
}

let current: Run | undefined
let worker: FileWatch | undefined
let adopted = false

/** The file that runs now. */
export const currentRun = (): Run | undefined => current

/**
 * Begins a file.
 *
 * @param id The collector of the file: it is another one in every run.
 * @returns `undefined` when this file has been begun already, because the setup file is listed twice.
 */
export function begin(id: object, path: string, root: string, handed: Handed, project = ''): Run | undefined {
  if (current?.id === id) return undefined
  // A file that could not be collected has run no hook of ours.
  current?.file.close()
  const options = resolveOptions(handed.options, handed.where ?? '@no-orphans/vitest-plugin/setup')
  const shared = engine()
  if (!adopted) {
    adopted = true
    // Read before any code of the user runs. It is the main realm's, which also formats what happens in a vm context.
    shared.adoptFormatter(Error.prepareStackTrace)
    shared.setFramework(framework(handed.version ?? versionOfVitest(), root))
  }
  // First, because the last one made is where things without a context belong.
  worker ??= new shared.FileWatch('worker', options)
  const records = shared.recorder(path, options, { project })
  current = { id, options, file: new shared.FileWatch(path, options, records), records }
  return current
}

/** Lets go of a file that has been closed. */
export function finish(run: Run): void {
  if (current === run) current = undefined
}

/** Runs what lives as long as the worker: it is nobody's, as the worker's end is its end. */
export function runInWorker<T>(fn: () => T): T {
  return worker ? worker.run(fn) : fn()
}

/** For who lists the setup file without the plugin. */
function versionOfVitest(): string {
  try {
    return load<{ version: string }>('vitest/package.json').version
  } catch {
    return ''
  }
}
