import { describe, expect, it } from 'vitest'
import { pairs } from '../../../scripts/pairs.mjs'
import { blameOf, expectedOf } from './expected.js'
import { ownOfFile, runJest } from './run.js'

const ways: [where: string, args: string[]][] = [
  ['in one process', ['-i']],
  ['in workers', ['-w', '2']],
]

// The runner's own pipes and channels are open beside: none of them may be reported.
describe.each(pairs('jest'))('when the tracker has to stop, $lab on Node $node', (pair) => {
  it.each(ways)('asks Node itself what the file has left, %s', async (_, args) => {
    const result = await runJest('jest-untracked', pair, { args })

    expect(result.timedOut, result.output).toBe(false)
    expect(blameOf(result)).toEqual(await expectedOf(result))
    expect(result.files['a-left.test.js']?.[ownOfFile]?.text).toContain('untracked TCP server listening on 127.0.0.1:')
    expect(result.output).toContain('because it failed itself: Error: do not ask')
    expect(result.code).toBe(1)
  })
})
