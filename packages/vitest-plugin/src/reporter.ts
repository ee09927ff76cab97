import type { ExitWatch, Run } from '@no-orphans/core/report'
import type { Reporter, TestCase, TestModule, TestSpecification, Vitest } from 'vitest/node'
import { loadReport } from './core.js'
import { setupFile } from './enable.js'
import { framework } from './framework.js'
import { MainLines } from './main-lines.js'
import { whyPartial } from './partial.js'

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
  private planned: readonly TestSpecification[] = []

  /** @param root The project's root. Made before workers start, which learn from it where to write. */
  constructor(root = process.cwd()) {
    const { ExitWatch, Run } = loadReport()
    this.run = new Run(root)
    this.exit = new ExitWatch(framework('', root), this.lines.format)
  }

  /** From now on what holds the main process will be known by its line. Costs some percent of a short run. */
  watchMain(): Promise<void> {
    this.exit.watch()
    return this.exit.askSecondOpinion()
  }

  onInit(vitest: Vitest): void {
    this.vitest = vitest
  }

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.planned = specifications
    this.run.begin()
    this.exit.runBegins()
  }

  async onTestRunEnd(modules: readonly TestModule[], _errors: unknown, reason: string): Promise<void> {
    const vitest = this.vitest
    if (!vitest) return
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const typeChecked = new Set(this.planned.filter(({ pool }) => pool === 'typescript').map(nameOf))
    const { shard } = vitest.config
    const { lines, failures, left } = await this.run.finish({
      runner: { name: 'vitest', version: vitest.version },
      files: modules.map((module) => fileOf(module, typeChecked.has(nameOf(module)))),
      tests: tests.filter((test) => test.result().state !== 'skipped').map(testOf),
      partial: [
        ...(reason === 'interrupted' ? ['the run was interrupted'] : []),
        ...(shard ? [loadReport().shardReason] : []),
        ...(await whyPartial(vitest, this.planned, modules)),
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
}

const projectOf = (module: TestModule): { project?: string } =>
  module.project.name ? { project: module.project.name } : {}

const nameOf = ({ project, moduleId }: TestModule | TestSpecification): string => `${project.name}\n${moduleId}`

/** A test file, and why it is not watched, if it is not. */
function fileOf(module: TestModule, isTypeChecked: boolean): { file: string; reason?: string; outside?: boolean } {
  const { setupFiles, browser } = module.project.config
  const file = { file: module.moduleId, ...projectOf(module) }
  if (browser.enabled) return { ...file, reason: 'browser mode: there is no Node there to ask', outside: true }
  if (isTypeChecked) return { ...file, reason: 'it is only type-checked', outside: true }
  return setupFiles.includes(setupFile) ? file : { ...file, reason: 'its own configuration has no noOrphans()' }
}

function testOf(test: TestCase): { file: string; project?: string; name: string; state: string } {
  return { file: test.module.moduleId, ...projectOf(test.module), name: test.fullName, state: test.result().state }
}
