/* What a package opens in a callback has the line of the user's that the callback goes back to, or none: never another. */
import { describe, expect, test } from 'vitest'
import { useProject } from '../project.js'

const project = useProject(import.meta.dirname)

const nobody = 'a tick of nobody'
const ways = ['a timer', 'a tick of a timer', 'a request', "a server's own tick", nobody]

describe.each([20, 22, 24, 26] as const)('on Node %i', (node) => {
  describe.each([
    { when: 'asked at the verdict', args: [] },
    { when: 'looked at before', args: ['looked at'] },
  ])('$when', ({ args }) => {
    test.each(ways)('in %s', async (way) => {
      const line = way === nobody ? null : project.lineOf(`<- ${way}`)
      const told = await project.tells(project.binaries[node], way, ...args)
      expect(told).toEqual([{ kind: 'interval', package: 'some-package', line }])
    })
  })
})
