/* The requests that Node makes for one call of the user's begin at that call; what the user makes meanwhile does not. */
import { describe, expect, test } from 'vitest'
import { useProject } from '../project.js'

const project = useProject(import.meta.dirname)

const left: Record<string, string> = {
  'a read that is promised': 'fs',
  'a read that is promised after an await': 'fs',
  'a read in a function that is awaited': 'fs',
  'a read that calls back': 'fs',
  'a read that is promisified': 'fs',
  'a read in the callback of a read': 'fs',
  'a walk without an end': 'fs',
  // Its line is that of one before it: not each of them has a stack of its own.
  'a call in the callback of one of very many': 'fs',
  'a timer in the callback of one of very many': 'timeout',
  'a write that is promised': 'fs',
  'a write that calls back': 'fs',
  'an addition that is promised': 'fs',
  'a call where what is written is made': 'fs',
  'a look-up for a socket after an await': 'dns',
  'a timer in the callback of a read': 'timeout',
  'a timer after a read': 'timeout',
  'a timer after a tree is removed': 'timeout',
  'a session of HTTP/2 that a file was sent over': 'http2-session',
}

const silent = [
  'a socket after an await that is refused',
  'a read that ends',
  'a read that is not awaited and ends',
  'a read that calls back and ends',
  'a read that calls back with options and ends',
  'a walk that ends later than the window',
  'very many calls that end, each in the callback of another',
  'writes that end',
  'a read that fails',
  'a tree that is removed',
  'a file that a server of HTTP/2 sends',
]

// There is no pipe in the file system of Windows that could be read for ever.
describe.skipIf(process.platform === 'win32').each([20, 22, 24, 26] as const)('requests on Node %i', (version) => {
  test.each(Object.entries(left))('%s: one orphan, at its line', async (way, kind) => {
    const line = project.lineOf(`<- ${way}`)
    expect(await project.tells(project.binaries[version], way)).toEqual([{ kind, count: 1, by: 'a test', line }])
  })

  test.each(silent)('%s: no orphan', async (way) => {
    expect(await project.tells(project.binaries[version], way)).toEqual([])
  })
})
