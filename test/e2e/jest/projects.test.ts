import { beforeAll, describe, expect, it } from 'vitest'
import { blameOf, expectedOf } from './expected.js'
import { type Result, runJest, type Target } from './run.js'

const targets: Target[] = [
  { lab: 'jest-30', node: 20 },
  { lab: 'jest-30', node: 26 },
  { lab: 'jest-29', node: 20 },
]

describe.each(targets)('$lab on Node $node', (target) => {
  describe('projects', () => {
    let result: Result
    const files = [
      ['babel/lines.test.ts', 'TypeScript by babel'],
      ['ts-jest/lines.test.ts', 'TypeScript by ts-jest'],
      ['jsdom/window.test.js', 'what runs through jsdom’s window'],
      ['no-globals/imported.test.js', 'injectGlobals: false'],
      ['off/matchers.test.js', 'the matcher where the mode is off'],
    ] as const

    beforeAll(async () => {
      result = await runJest('jest-projects', target, { args: ['-w=2'] })
    })

    it('fails and ends by itself', () => {
      expect(result.timedOut, result.output).toBe(false)
      expect(result.code, result.output).toBe(1)
      expect(Object.keys(result.files).sort()).toEqual(files.map(([file]) => file).sort())
    })

    it.each(files)('blames the right tests at the right lines in %s: %s', async (file) => {
      const expected = await expectedOf(result)
      expect(blameOf(result)[file], result.output).toEqual(expected[file])
    })
  })

  it('blames the right tests at the right lines in ES modules', async () => {
    const result = await runJest('jest-esm', target, { nodeArgs: ['--experimental-vm-modules'], args: ['-i'] })
    expect(result.timedOut, result.output).toBe(false)
    expect(Object.keys(result.files)).toHaveLength(3)
    expect(blameOf(result), result.output).toEqual(await expectedOf(result))
    expect(result.code).toBe(1)
  })
})
