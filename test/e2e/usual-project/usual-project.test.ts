import { beforeAll, describe, expect, it } from 'vitest'
import { mistakes } from './mistakes.js'
import { foundOf, type Result, run, type Target } from './run.js'

const targets: Target[] = [
  { lab: 'vitest-4', node: 20 },
  { lab: 'vitest-5', node: 24 },
  { lab: 'jest-29', node: 20 },
  { lab: 'jest-30', node: 24 },
]

it.each(targets)('the usual project is silent under $lab on Node $node', async (target) => {
  const { code, output, projects } = await run(target)

  expect(projects, output).toEqual({ '': { failed: [], orphans: [] } })
  expect(code, output).toBe(0)
})

describe.each(targets.filter(({ lab }) => lab !== 'jest-29'))(
  'a single mistake is reported once under $lab on Node $node',
  (target) => {
    let result: Result
    beforeAll(async () => {
      result = await run(target, mistakes)
    })

    it.each(mistakes)('$name', (mistake) => {
      const found = foundOf(result, mistake)
      const { at, test } = mistake.expected

      expect(found?.orphans, result.output).toEqual([mistake.expected])
      expect(found?.failed).toEqual([at === 'test' ? test : 'the file'])
    })
  },
)
