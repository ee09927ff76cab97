import type { TestCase, TestModule, TestSpecification, Vitest } from 'vitest/node'

/** Why what a run did not find may still be there, as far as the main process knows. `.only` is told by the workers. */
export async function whyPartial(
  vitest: Vitest,
  planned: readonly TestSpecification[],
  modules: readonly TestModule[],
): Promise<string[]> {
  const { config } = vitest
  const reasons: string[] = []
  if (config.testNamePattern || config.tagsFilter || planned.some(isNarrowed)) reasons.push('only some tests were run')
  if (modules.some(failedOtherwise)) reasons.push('tests failed for other reasons')
  if (config.bail && modules.some((module) => module.state() === 'failed')) reasons.push('the run ended at a failure')
  if (config.project.length > 0) reasons.push('only some projects were run')
  // What is not of this shard is told as such.
  const isCut = !config.shard && planned.length < (await vitest.globTestSpecifications()).length
  if (isCut || config.cliExclude?.length) reasons.push('only some files were run')
  return reasons
}

type Narrowed = Partial<Record<'testNamePattern' | 'testLines' | 'testIds' | 'testNames' | 'testTagsFilter', unknown>>

/** The lines and tests that were asked for, such as `vitest run a.test.ts:12`. */
function isNarrowed(specification: TestSpecification): boolean {
  const { testNamePattern, testLines, testIds, testNames, testTagsFilter } = specification as Narrowed
  return [testNamePattern, testLines, testIds, testNames, testTagsFilter].some((each) => each !== undefined)
}

function failedOtherwise(module: TestModule): boolean {
  return hasOther(module.errors()) || [...module.children.allTests()].some(isOther)
}

const isOther = (test: TestCase): boolean => test.result().state === 'failed' && hasOther(test.result().errors ?? [])

const hasOther = (errors: readonly { name?: string }[]): boolean => errors.some(({ name }) => name !== 'OrphanError')
