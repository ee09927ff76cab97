/* What Node makes for a call of fetch begins at that call; what the user's code makes meanwhile does not. */
import { describe, expect, test } from 'vitest'
import { useProject } from '../project.js'

const project = useProject(import.meta.dirname)

const left: Record<string, string> = {
  'a fetch that is not answered': 'fetch',
  'a fetch over a connection that is kept': 'fetch',
  'a fetch that is redirected': 'fetch',
  'a fetch with options that is not answered': 'fetch',
  'a fetch of a Request that is not answered': 'fetch',
  'a fetch that was frozen': 'fetch',
  'a body that is not read': 'fetch',
  'a timer where what came is transformed': 'timeout',
  'a timer where what came later is transformed': 'timeout',
  'a timer where what is sent is made': 'timeout',
  'a timer where what a Request sends is made': 'timeout',
  'a timer of a dispatcher that is handed over': 'timeout',
  'a timer of a dispatcher for all': 'timeout',
  'a timer of who follows requests': 'timeout',
  'a timer after a fetch': 'timeout',
  'a timer in what follows a fetch': 'timeout',
  'a timer where a fetch is aborted': 'timeout',
  'a timer after a fetch that fails': 'timeout',
}

/** At each call, so also in the test before, where it is not known yet. */
const leftTwice = [
  'a timer of what stands in place of fetch',
  'a timer set before fetch is called by what stands in its place',
  'a timer set after fetch is called by what stands in its place',
  'a timer set after the answer by what stands in its place',
]

const silent = [
  'fetches that end',
  'a fetch that was frozen ends',
  'what came is transformed',
  'what is sent is made',
  'what stands in place of fetch ends',
  'a dispatcher for all that sets no timer',
  'who follows requests sets no timer',
  'a fetch that is aborted',
  'a fetch that fails',
]

describe.each([20, 22, 24, 26] as const)('fetch on Node %i', (version) => {
  test.each(Object.entries(left))('%s: one orphan, at its line', async (way, kind) => {
    const line = project.lineOf(`<- ${way}`)
    expect(await project.tells(project.binaries[version], way)).toEqual([{ kind, count: 1, by: 'a test', line }])
  })

  test.each(leftTwice)('%s: one orphan of each call, at its line', async (way) => {
    const line = project.lineOf(`<- ${way}`)
    const orphan = { kind: 'timeout', count: 1, line }
    expect(await project.tells(project.binaries[version], way)).toEqual([
      { ...orphan, by: 'the first test' },
      { ...orphan, by: 'a test' },
    ])
  })

  test.each(silent)('%s: no orphan', async (way) => {
    expect(await project.tells(project.binaries[version], way)).toEqual([])
  })
})
