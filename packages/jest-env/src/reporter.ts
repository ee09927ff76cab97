import type { AggregatedResult, Config, Reporter, TestResult } from '@jest/reporters'
import { OptionError } from '@no-orphans/core/adapter'
import { ExitWatch, Run, shardReason } from '@no-orphans/core/report'
import { jestFramework } from './framework.js'

type Result = AggregatedResult['testResults'][number]

/**
 * Writes the run report, prints the summary and applies the baseline.
 *
 * `reporters: ['default', '@no-orphans/jest-env/reporter']`. Its options are those of the environment, given there.
 *
 * @throws OptionError for any option that is given to it, before any test runs.
 */
export default class OrphansReporter implements Pick<Reporter, 'onRunComplete' | 'getLastError'> {
  private readonly config: Config.GlobalConfig
  private readonly run: Run
  private readonly exit: ExitWatch
  private error: Error | undefined

  /** Jest makes it before workers start, which learn from it where to write. */
  constructor(config: Config.GlobalConfig, options: Record<string, unknown> = {}) {
    const [given] = Object.entries(options)
    if (given) {
      const [name, value] = given
      throw new OptionError(
        `reporters: '@no-orphans/jest-env/reporter' takes no options, and was given ${name}: ${JSON.stringify(value)}; options go below testEnvironmentOptions.orphans`,
      )
    }
    this.config = config
    this.run = new Run(config.rootDir)
    this.exit = new ExitWatch(jestFramework(config.rootDir, ''))
    if (!hasOwnCode(config)) return
    this.exit.watch()
    // Where the tests run there, too, they would pay for a second opinion.
    if (config.maxWorkers > 1) void this.exit.askSecondOpinion()
  }

  async onRunComplete(contexts: Set<unknown>, results: AggregatedResult): Promise<void> {
    try {
      const { shard } = this.config
      const { lines, failures, left } = await this.run.finish({
        files: results.testResults.map((result) => ({ ...fileOf(result), ...reasonOf(result) })),
        tests: results.testResults.flatMap(testsOf),
        partial: whyPartial(this.config, contexts.size, results),
        ...(shard && { shard: { index: shard.shardIndex, count: shard.shardCount } }),
        stream: process.stderr,
      })
      // Where Jest itself writes: its stdout may be somebody's JSON.
      if (lines.length > 0) process.stderr.write(`\n${lines.join('\n')}\n`)
      if (!this.config.watch && !this.config.watchAll) this.exit.runEnds(left)
      for (const failure of failures) process.stderr.write(`no-orphans: ${failure}\n`)
      if (failures.length > 0) this.error = new Error(`no-orphans: ${failures.join('\n')}`)
    } finally {
      this.run.dispose()
    }
  }

  /** Jest fails the run for it. */
  getLastError(): Error | undefined {
    return this.error
  }
}

/** Whether the project's own code runs in the main process, beside its tests. */
const hasOwnCode = ({ globalSetup, globalTeardown, reporters = [] }: Config.GlobalConfig): boolean =>
  // Jest's own reporters are known by a word, all others by a path; one of those is this.
  Boolean(globalSetup || globalTeardown || reporters.filter(([name]) => !/^[a-z-]+$/.test(name)).length > 1)

const projectOf = ({ displayName }: TestResult): { project?: string } =>
  displayName ? { project: displayName.name } : {}

function fileOf(result: Result): { file: string; project?: string } {
  return { file: result.testFilePath, ...projectOf(result) }
}

/** Only used where its environment told nothing: then it could not even be made, for a wrong option for instance. */
function reasonOf({ testExecError, testResults }: Result): { reason?: string } {
  return testExecError && testResults.length === 0 ? { reason: 'it failed before no-orphans could begin' } : {}
}

function testsOf(result: Result): { file: string; project?: string; name: string; state: string }[] {
  return result.testResults
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ fullName, status }) => ({ ...fileOf(result), name: fullName, state: status }))
}

/** Why what was not found may still be there, as far as the main process knows. `.only` is told by the workers. */
function whyPartial(config: Config.GlobalConfig, projects: number, results: AggregatedResult): string[] {
  const reasons: string[] = []
  if (results.wasInterrupted) reasons.push('the run was interrupted')
  if (config.shard) reasons.push(shardReason)
  if (config.bail > 0 && results.numFailedTests >= config.bail) reasons.push('the run ended at a failure')
  if (projects < config.projects.length) reasons.push('only some projects were run')
  if (config.testNamePattern) reasons.push('only some tests were run')
  const isNarrowed =
    config.onlyChanged ||
    config.onlyFailures ||
    config.findRelatedTests ||
    config.runTestsByPath ||
    config.nonFlagArgs.length > 0 ||
    hasPathPatterns(config)
  if (isNarrowed) reasons.push('only some files were run')
  const failures = results.testResults.flatMap((file) => file.testResults.flatMap((test) => test.failureMessages))
  const isBroken = results.testResults.some((file) => file.testExecError && !isOrphans(String(file.failureMessage)))
  if (isBroken || failures.some((message) => !isOrphans(message))) reasons.push('tests failed for other reasons')
  return reasons
}

const isOrphans = (message: string): boolean => message.includes('OrphanError')

/** Jest 30 has a list of them, Jest 29 one pattern. */
function hasPathPatterns(config: Config.GlobalConfig): boolean {
  const { testPathPatterns } = config as { testPathPatterns?: { isSet?(): boolean } }
  return testPathPatterns?.isSet?.() ?? Boolean((config as { testPathPattern?: string }).testPathPattern)
}
