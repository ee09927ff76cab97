import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { ownOfFile, type Result } from './run.js'

/*
 * A fixture says itself what is expected of it, at the very line:
 *
 *   setInterval(poll, 60_000) // orphan of: the test's full name
 *   setInterval(poll, 60_000) // orphan of: one test | another test (x2)
 *   setInterval(poll, 60_000) // orphan of: the file
 *   expect(1).toBe(2)         // fails: the test's full name
 *
 * Every test that no line names must pass, and every orphan that no line announces is one too many.
 */

/** What a run is compared by. */
type Blame = Record<string, { fails: boolean; orphans: string[] }>

/** Asserts that a run failed exactly what the fixture says, at exactly the lines that it says. */
export async function expectBlame(result: Result): Promise<void> {
  expect(result.timedOut, result.output).toBe(false)
  expect(Object.keys(result.files), result.output).not.toEqual([])
  expect(blameOf(result)).toEqual(await expectedOf(result))
  for (const outcome of Object.values(result.files).flatMap((tests) => Object.values(tests))) {
    // An editor goes where the first frame points: the line that began the leak.
    for (const { place, frame } of outcome.first) expect(frame).toBe(place)
  }
}

/** Reads the marks of a fixture, for the files that ran. */
async function expectedOf({ dir, files }: Result): Promise<Record<string, Blame>> {
  const expected: Record<string, Blame> = {}
  const names = await readdir(dir, { recursive: true })
  const sources = names.filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !name.includes('node_modules'))
  for (const [file, tests] of Object.entries(files)) {
    expected[file] = Object.fromEntries(Object.keys(tests).map((name) => [name, { fails: false, orphans: [] }]))
  }
  for (const source of sources) {
    const path = source.replaceAll('\\', '/')
    const lines = (await readFile(join(dir, source), 'utf8')).split('\n')
    lines.forEach((line, index) => {
      const [, verb, owners] = /\/\/.*?\b(orphan of|fails): (.*?)\s*(?:\*\/)?$/.exec(line) ?? []
      for (const owner of owners?.split(' | ') ?? []) {
        const [, name, count] = /^(.*?)( \(x\d+\))?$/.exec(owner) as unknown as [string, string, string | undefined]
        const found = find(expected, path, name)
        if (!found) continue
        found.fails = true
        if (verb === 'orphan of') found.orphans.push(`${path}:${index + 1}${count ?? ''}`)
      }
    })
  }
  for (const blame of Object.values(expected)) for (const one of Object.values(blame)) one.orphans.sort()
  return expected
}

/** A mark in a helper names a test of any file; one in a test file names a test of that file. */
function find(expected: Record<string, Blame>, path: string, name: string): Blame[string] | undefined {
  if (expected[path]) return expected[path][name]
  if (name === ownOfFile) return undefined
  return Object.values(expected).find((blame) => blame[name])?.[name]
}

/** What a run found, in the same shape. */
function blameOf(result: Result): Record<string, Blame> {
  return Object.fromEntries(
    Object.entries(result.files).map(([file, tests]) => [
      file,
      Object.fromEntries(
        // A test that passed in its second try still carries what its first one left.
        Object.entries(tests).map(([name, { status, orphans }]) => [
          name,
          { fails: status === 'failed', orphans: status === 'failed' ? orphans : [] },
        ]),
      ),
    ]),
  )
}
