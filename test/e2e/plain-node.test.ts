import { beforeAll, describe, expect, it } from 'vitest'
import { copyFixture, nodes, runIn } from '../../scripts/lab.mjs'

const versions = [20, 22, 24, 26] as const

describe('without a framework', () => {
  let dir: string
  beforeAll(async () => {
    dir = await copyFixture('vitest-4', 'patterns')
  })

  it.each(
    versions.flatMap((version) => [
      [version, 'check.mjs'],
      [version, 'check.cjs'],
    ]) as [(typeof versions)[number], string][],
  )('on Node %s: %s', async (version, file) => {
    const node = (await nodes())[version] as string
    const { code, timedOut, stdout, stderr } = await runIn(dir, node, [`plain-node/${file}`])
    expect(timedOut, stderr).toBe(false)
    expect(stdout, stderr).toContain('all is well')
    expect(code, stderr).toBe(0)
    expect(stderr).toBe('')
  })
})
