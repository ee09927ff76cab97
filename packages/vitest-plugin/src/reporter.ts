import type { ExitWatch, Run } from '@no-orphans/core/report'
import type { Reporter, TestCase, TestModule, TestSpecification, Vitest } from 'vitest/node'
import { loadReport } from './core.js'
import { framework } from './framework.cjs'
import { MainLines } from './main-lines.js'

/**
 * Writes the run report, prints the summary and applies the baseline. The plugin adds it by itself.
 *
 * It only reports: that a test fails is decided where the test runs.
 */
export default class OrphansReporter implements Reporter {
  private vitest: Vitest | undefined
  private readonly run: Run
  private readonly lines = new MainLines()
  private readonly exit: ExitWatch
  private planned = 0

  /** @param root The project's root. Made before workers start, which learn from it where to write. */
  constructor(root = process.cwd()) {
    const { ExitWatch, Run } = loadReport()
    this.run = new Run(root)
    this.exit = new ExitWatch(framework('', root), this.lines.format)
  }

  /** From now on a second opinion is formed on what holds the main process. Costs a few percent of a short run. */
  askSecondOpinion(): Promise<void> {
    return this.exit.askSecondOpinion()
  }

  onInit(vitest: Vitest): void {
    this.vitest = vitest
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.planned = specifications.length
    this.run.begin()
    this.exit.runBegins()
  }

  async onTestRunEnd(modules: readonly TestModule[], _errors: unknown, reason: string): Promise<void> {
    const vitest = this.vitest
    if (!vitest) return
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const shard = vitest.config.shard
    const { lines, failures, left } = await this.run.finish({
      runner: { name: 'vitest', version: vitest.version },
      files: modules.map(fileOf),
      tests: tests.filter((test) => test.result().state !== 'skipped').map(testOf),
      partial: [
        ...(reason === 'interrupted' ? ['the run was interrupted'] : []),
        ...(shard ? [loadReport().shardReason] : []),
        ...(await this.whyPartial(vitest, tests, Boolean(shard))),
      ],
      ...(shard && { shard: { index: shard.index, count: shard.count } }),
    })
    if (lines.length > 0) vitest.logger.log(`\n${lines.join('\n')}\n`)
    this.lines.keep(vitest)
    if (!vitest.config.watch) this.exit.runEnds(left)
    if (failures.length === 0) return
    for (const failure of failures) vitest.logger.error(`no-orphans: ${failure}`)
    process.exitCode = 1
  }

  /** Why what was not found may still be there. */
  private async whyPartial(vitest: Vitest, tests: readonly TestCase[], sharded: boolean): Promise<string[]> {
    const { config } = vitest
    const reasons: string[] = []
    const isNarrowed = config.testNamePattern || tests.some((test) => test.options.mode === 'only')
    if (isNarrowed) reasons.push('only some tests were run')
    if (tests.some(failedOtherwise)) reasons.push('tests failed for other reasons')
    if (!sharded && this.planned < (await vitest.globTestSpecifications()).length) {
      reasons.push('only some files were run')
    }
    return reasons
  }
}

const projectOf = (module: TestModule): { project?: string } =>
  module.project.name ? { project: module.project.name } : {}

function fileOf(module: TestModule): { file: string; project?: string; reason?: string } {
  const { pool, browser } = module.project.config
  const reason = browser.enabled
    ? 'browser mode: there is no Node there to ask'
    : pool === 'typescript'
      ? 'it is only type-checked'
      : undefined
  return { file: module.moduleId, ...projectOf(module), ...(reason && { reason }) }
}

function testOf(test: TestCase): { file: string; project?: string; name: string; state: string } {
  return { file: test.module.moduleId, ...projectOf(test.module), name: test.fullName, state: test.result().state }
}

const failedOtherwise = (test: TestCase): boolean => {
  const { state, errors } = test.result()
  return state === 'failed' && !errors?.every((error) => error.name === 'OrphanError')
}
