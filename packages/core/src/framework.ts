import type { Entry } from './entry.js'
import { fileOf, packageOf, sitesOf } from './stack.js'

/** What the core must know of the framework it runs under, to tell whose a frame is. */
export interface Framework {
  /** `vitest`, `jest`, or `none`. */
  name: string
  version: string
  /** The project's root, absolute. */
  root: string
  /** Whether a file is the runner's own: what it opens is nobody's orphan. */
  isRunner(file: string): boolean
  /**
   * Whether a file of the runner calls code that works for the runner and not for a test, such as transformers and
   * reporters: what they open is nobody's orphan either.
   */
  isHost?(file: string): boolean
  /** Whether a file only passes calls on, like a spy or a DOM environment: whoever called it is the creator. */
  isTransparent(file: string): boolean
}

let framework: Framework = {
  name: 'none',
  version: '',
  root: process.cwd(),
  isRunner: () => false,
  isTransparent: () => false,
}

/** Says which framework runs the tests. */
export function setFramework(next: Framework): void {
  framework = next
}

/** The framework that was set. */
export const currentFramework = (): Framework => framework

/** What formats stacks, as a framework's `Error.prepareStackTrace` does. */
export type Formatter = (error: Error, sites: NodeJS.CallSite[]) => unknown

let adopted: { prepare: Formatter } | undefined

/**
 * Makes a function the one that formats our stacks, usually the framework's own `Error.prepareStackTrace`: what it installed
 * when tracking began maps TypeScript lines, what a test puts there later is the test's own.
 */
export function adoptFormatter(prepare: Formatter | undefined): void {
  adopted = prepare && { prepare }
}

/** What was adopted last: another object each time. */
export const currentFormatter = (): { prepare: Formatter } | undefined => adopted

let ownDirectory: string | undefined

/** Whether a file is ours: such frames are on top of some stacks. Where we live is read off our own stack, alike in every module format. */
export function isOurs(file: string): boolean {
  ownDirectory ??= directoryOf(sitesOf(ownStack())[0])
  return file.startsWith(ownDirectory) || (packageOf(file)?.startsWith('@no-orphans/') ?? false)
}

function ownStack(): { stack?: string } {
  const here: { stack?: string } = {}
  Error.captureStackTrace(here)
  return here
}

const directoryOf = (site: NodeJS.CallSite | undefined): string =>
  fileOf(site?.getScriptNameOrSourceURL() ?? '').replace(/[^\\/]*$/, '')

/**
 * Whether the runner opened something for itself, as it does its own timers. Asked of all that is open, before anything is
 * waited for, so it goes by the bare call sites: to format and map a stack would cost a clean test a hundred times that.
 */
export function isRunners(entry: Entry): boolean {
  entry.isRunners ??= isOfRunner(entry)
  return entry.isRunners
}

function isOfRunner({ captured }: Entry): boolean {
  for (const file of captured.frames?.map((frame) => frame.file) ?? filesOf(captured)) {
    if (file.startsWith('node:') || framework.isTransparent(file)) continue
    if (framework.isRunner(file)) return true
    if (!isOurs(file)) return false
  }
  return false
}

function* filesOf(captured: Entry['captured']): Generator<string> {
  for (const site of sitesOf(captured)) {
    const name = site.getScriptNameOrSourceURL()
    if (name) yield fileOf(name)
  }
}
