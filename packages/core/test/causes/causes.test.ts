/* What a package opens in a callback has the line of the user's that the callback goes back to, or none: never another. */
import { describe, expect, test } from 'vitest'
import { useProject } from '../project.js'

const project = useProject(import.meta.dirname)

const traced = ['a timer', 'a tick of a timer', 'a request', "a server's own tick"]
const untraced = ['a tick after a timer', 'a tick after a request', 'a tick after bytes that came']

describe.each([20, 22, 24, 26] as const)('on Node %i', (node) => {
  describe.each([
    { when: 'asked at the verdict', args: [] },
    { when: 'looked at before', args: ['looked at'] },
  ])('$when', ({ args }) => {
    test.each([...traced, ...untraced])('in %s', async (way) => {
      const line = traced.includes(way) ? project.lineOf(`<- ${way}`) : null
      const told = await project.tells(project.binaries[node], way, ...args)
      expect(told).toEqual([{ kind: 'interval', package: 'some-package', line }])
    })
  })
})
