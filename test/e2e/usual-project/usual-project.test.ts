import { beforeAll, describe, expect, it } from 'vitest'
import { pairs } from '../../../scripts/pairs.mjs'
import { mistakes } from './mistakes.js'
import { foundOf, type Result, run } from './run.js'

it.each(pairs())('the usual project is silent under $lab on Node $node', async (pair) => {
  const { code, output, projects } = await run(pair)

  expect(projects, output).toEqual({ '': { failed: [], orphans: [] } })
  expect(code, output).toBe(0)
})

describe.each(pairs())('a single mistake is reported once under $lab on Node $node', (pair) => {
  let result: Result
  beforeAll(async () => {
    result = await run(pair, mistakes)
  })

  it.each(mistakes)('$name', (mistake) => {
    const found = foundOf(result, mistake)
    const { at, test } = mistake.expected

    expect(found?.orphans, result.output).toEqual([mistake.expected])
    expect(found?.failed, result.output).toEqual([at === 'test' ? test : 'the file'])
  })
})
