import type { Circus } from '@jest/types'
import { engine, type FileWatch, resolveOptions } from '@no-orphans/core/adapter'
import { matchers } from '@no-orphans/core/matchers'
import { CircusWatch } from './circus-watch.js'
import { withOwnNames } from './formatter.js'
import { jestFramework } from './framework.js'

/** What a Jest environment is made with, as far as it matters here. */
interface EnvironmentConfig {
  projectConfig: { rootDir: string; testRunner: string; testEnvironmentOptions: Record<string, unknown> }
}

interface Environment {
  setup(): Promise<void>
  teardown(): Promise<void>
  handleTestEvent?(event: Circus.SyncEvent | Circus.AsyncEvent, state: Circus.State): void | Promise<void>
}

interface Extendable {
  extend(matchers: object): void
}

// A mixin's constructor takes what its base takes.
// biome-ignore lint/suspicious/noExplicitAny: TypeScript asks for any[] here.
type EnvironmentClass = new (...args: any[]) => object

const isWatching = Symbol.for('no-orphans.environment')
let open: FileWatch | undefined

/**
 * Adds no-orphans to any Jest environment: a test that leaves something running fails, at the line that began it.
 *
 * @param Base The environment to extend, e.g. that of `jest-environment-node`.
 * @returns Its subclass. Options are read from `testEnvironmentOptions.orphans`.
 * @throws OptionError when the environment is made with an option that is unknown or wrong, before any test runs.
 * @example
 * ```js
 * const { TestEnvironment } = require('jest-environment-jsdom')
 * module.exports = withOrphans(TestEnvironment)
 * ```
 */
export function withOrphans<Base extends EnvironmentClass>(Base: Base): Base {
  if (isWatching in Base) return Base
  const Parent = Base as unknown as new (config: EnvironmentConfig, context: { testPath: string }) => Environment

  class OrphansEnvironment extends Parent {
    static readonly [isWatching] = true
    private readonly orphansFile: FileWatch
    private readonly orphansWatch: CircusWatch
    /** What the environment itself opens is its own business: it goes to a scope that nobody judges. */
    private readonly orphansAside: FileWatch

    constructor(config: EnvironmentConfig, context: { testPath: string }) {
      const { projectConfig } = config
      // The node environment makes a global of every option, and this one is nobody's.
      const { orphans, ...rest } = projectConfig.testEnvironmentOptions
      const options = resolveOptions(orphans, 'testEnvironmentOptions.orphans')
      super({ ...config, projectConfig: { ...projectConfig, testEnvironmentOptions: rest } }, context)
      const { FileWatch, setFramework } = engine()
      setFramework(jestFramework(projectConfig.rootDir, projectConfig.testRunner))
      // When a setup file throws, Jest forgets to tear down.
      open?.close()
      this.orphansAside = new FileWatch(context.testPath, { ...options, mode: 'off' })
      this.orphansFile = open = new FileWatch(context.testPath, options)
      this.orphansWatch = new CircusWatch(this.orphansFile, { fails: options.mode === 'fail', tell })
    }

    override async setup(): Promise<void> {
      // By now Jest has installed what maps lines to the sources, and no test can have changed it yet.
      engine().adoptFormatter(withOwnNames(Error.prepareStackTrace as never) as never)
      await this.orphansAside.run(() => super.setup())
    }

    override async handleTestEvent(event: Circus.SyncEvent | Circus.AsyncEvent, state: Circus.State): Promise<void> {
      // Sync events are not awaited: up to the first await this is as sync as they are.
      const handled = super.handleTestEvent && this.orphansAside.run(() => super.handleTestEvent?.(event, state))
      if (handled) await handled
      if (event.name === 'setup') (event.runtimeGlobals.expect as Extendable).extend(matchers)
      const watched = this.orphansWatch.handle(event, state)
      if (watched) await watched
    }

    override async teardown(): Promise<void> {
      // A file that could not be loaded has its own error; what it opened on the way must not keep the run from ending.
      await this.orphansWatch.endFile(() => {})
      for (const failure of await this.orphansFile.close()) tell(failure)
      open = undefined
      await super.teardown()
    }
  }
  return OrphansEnvironment as unknown as Base
}

function tell(message: string): void {
  process.stderr.write(`no-orphans: ${message}\n`)
}
