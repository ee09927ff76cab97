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

const runs = [
  { target: { lab: 'vitest-4', node: 20 }, made: mistakes },
  { target: { lab: 'vitest-5', node: 24 }, made: mistakes },
  { target: { lab: 'jest-30', node: 20 }, made: mistakes.filter((mistake) => mistake.jest) },
] satisfies { target: Target; made: typeof mistakes }[]

describe.each(runs)('a single mistake is reported once under $target.lab on Node $target.node', ({ target, made }) => {
  let result: Result
  beforeAll(async () => {
    result = await run(target, made)
  })

  it.each(made)('$name', (mistake) => {
    const found = foundOf(result, mistake)
    const { at, test } = mistake.expected

    expect(found?.orphans, result.output).toEqual([mistake.expected])
    expect(found?.failed).toEqual([at === 'test' ? test : 'the file'])
  })
})
