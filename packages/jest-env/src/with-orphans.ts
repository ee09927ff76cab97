import type { Circus } from '@jest/types'
import { engine, type FileWatch, resolveOptions, type Watchers } from '@no-orphans/core/adapter'
import { matchers } from '@no-orphans/core/matchers'
import { CircusWatch } from './circus-watch.js'
import { withOwnNames } from './formatter.js'
import { jestFramework, nameOfRunner } from './framework.js'
import { RunnerTimers } from './runner-timers.js'

type CircusEvent = Circus.SyncEvent | Circus.AsyncEvent

/** What a Jest environment is made with, as far as it matters here. */
export interface EnvironmentConfig {
  projectConfig: {
    rootDir: string
    displayName?: { name: string }
    testRunner: string
    testEnvironmentOptions: Record<string, unknown>
  }
}

interface EnvironmentContext {
  testPath: string
}

interface Environment {
  global: object
  setup(): Promise<void>
  teardown(): Promise<void>
  handleTestEvent?(event: CircusEvent, state: Circus.State): void | Promise<void>
}

interface Expect {
  extend(matchers: object): void
}

// biome-ignore lint/suspicious/noExplicitAny: a mixin's constructor takes any[], or TypeScript does not accept it.
export type EnvironmentClass = new (...args: any[]) => object

const mark = Symbol.for('no-orphans.environment')
let unclosed: FileWatch | undefined

/**
 * Adds no-orphans to any Jest environment: a test that leaves something running fails, at the line that began it.
 *
 * @param Base The environment to extend.
 * @returns Its subclass. Options are read from `testEnvironmentOptions.orphans`.
 * @throws OptionError when the environment is made with an option that is unknown or wrong, before any test runs.
 * @example
 * ```js
 * const { withOrphans } = require('@no-orphans/jest-env')
 * const { TestEnvironment } = require('some-environment')
 * module.exports = withOrphans(TestEnvironment)
 * ```
 */
export function withOrphans<Base extends EnvironmentClass>(Base: Base): Base {
  if (mark in Base) return Base
  const Parent = Base as unknown as new (config: EnvironmentConfig, context: EnvironmentContext) => Environment

  class OrphansEnvironment extends Parent {
    static readonly [mark] = true
    private readonly orphansFile: FileWatch
    private readonly orphansWatch: CircusWatch
    private readonly orphansUnwatched: () => void
    /** What the environment itself opens is its own business: it goes to a scope that nobody judges. */
    private readonly orphansAside: FileWatch
    private readonly orphansRunner: string
    private orphansTimers: RunnerTimers | undefined

    constructor(config: EnvironmentConfig, context: EnvironmentContext) {
      const { projectConfig } = config
      // The node environment makes a global of every option, and this one is nobody's.
      const { orphans, ...rest } = projectConfig.testEnvironmentOptions
      const options = resolveOptions(orphans, 'testEnvironmentOptions.orphans')
      super({ ...config, projectConfig: { ...projectConfig, testEnvironmentOptions: rest } }, context)
      const { FileWatch, recorder, setFramework } = engine()
      setFramework(jestFramework(projectConfig.rootDir, projectConfig.testRunner))
      // When a setup file throws, Jest forgets to tear down.
      void unclosed?.close()
      const records = recorder(context.testPath, options, { project: projectConfig.displayName?.name ?? '' })
      this.orphansFile = unclosed = new FileWatch(context.testPath, options, records)
      this.orphansWatch = new CircusWatch(this.orphansFile, {
        fails: options.mode === 'fail',
        tell,
        onFocused: () => records.onPartial?.('only some tests were run'),
      })
      this.orphansRunner = nameOfRunner(projectConfig.testRunner, projectConfig.rootDir)
      this.orphansUnwatched = () => {
        if (options.mode !== 'off') tellRunner(this.orphansRunner, records)
      }
      // Made last, it takes back that everything without a scope is this file's: what a file that nobody watches has
      // left running in this process would be. Instead Jest's run of this file, which called us, goes on in its scope.
      this.orphansAside = new FileWatch(context.testPath, { ...options, mode: 'off' })
      this.orphansFile.enter()
    }

    override async setup(): Promise<void> {
      // By now Jest has installed what maps lines to the sources, and no test can have changed it yet.
      engine().adoptFormatter(withOwnNames(Error.prepareStackTrace as never) as never)
      await this.orphansAside.run(() => super.setup())
      engine().watchCollectorOf(this.global)
      if (this.orphansRunner !== 'jest-circus') return
      this.orphansTimers = new RunnerTimers(this.global, engine().withoutTracking)
    }

    // Not async: Jest does not wait for its sync events, so that what fails there must be thrown there.
    override handleTestEvent(event: CircusEvent, state: Circus.State): void | Promise<void> {
      const handled = super.handleTestEvent && this.orphansAside.run(() => super.handleTestEvent?.(event, state))
      if (event.name === 'setup') {
        this.orphansTimers?.giveBack()
        ;(event.runtimeGlobals.expect as Expect).extend(matchers)
      }
      return handled
        ? handled.then(() => this.orphansWatch.handle(event, state))
        : this.orphansWatch.handle(event, state)
    }

    override async teardown(): Promise<void> {
      // A file that could not be loaded has its own error; what it opened on the way must not keep the run from ending.
      if (this.orphansWatch.hasBegun) await this.orphansWatch.endFile(() => {})
      else this.orphansUnwatched()
      for (const failure of await this.orphansFile.close()) tell(failure)
      unclosed = undefined
      await super.teardown()
    }
  }
  return OrphansEnvironment as unknown as Base
}

let told = false

/** Only jest-circus tells an environment of tests. Without a reporter it is said once. */
function tellRunner(name: string, records: Watchers): void {
  const reason = `its test runner, ${name}, does not tell when a test begins and ends; jest-circus does`
  if (!records.onStopped && !told) tell(`not watched: ${reason}`)
  told = true
  records.onStopped?.(reason)
}

function tell(message: string): void {
  process.stderr.write(`no-orphans: ${message}\n`)
}
