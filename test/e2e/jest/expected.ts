import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownOfFile, type Result } from './run.js'

/*
 * A fixture says itself what is expected of it, at the very line:
 *
 *   setInterval(poll, 60_000) // orphan of: describe > the test's name
 *   setInterval(poll, 60_000) // orphan of: one test | another test (x2)
 *   setInterval(poll, 60_000) // orphan of: the file
 *   expect(1).toBe(2)         // fails: the test's name
 *
 * Every test that no line names must pass, and every orphan that no line announces is one too many.
 */

/** What a run is compared by, test by test. */
export type Blame = Record<string, { fails: boolean; orphans: string[] }>

/** Reads the marks of a fixture, for the files that ran. */
export async function expectedOf({ dir, files }: Result): Promise<Record<string, Blame>> {
  const expected: Record<string, Blame> = {}
  for (const [file, tests] of Object.entries(files)) {
    expected[file] = Object.fromEntries(Object.keys(tests).map((name) => [name, { fails: false, orphans: [] }]))
  }
  for (const source of await readdir(dir, { recursive: true })) {
    if (!/\.[jt]s$/.test(source) || source.includes('node_modules')) continue
    const path = source.replaceAll('\\', '/')
    const lines = (await readFile(join(dir, source), 'utf8')).split('\n')
    lines.forEach((line, index) => {
      const [, verb, owners] = /\/\/ (orphan of|fails): (.*)$/.exec(line) ?? []
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

/** A mark in a test file names a test of that file; one in a helper names a test of any file. */
function find(expected: Record<string, Blame>, path: string, name: string): Blame[string] | undefined {
  if (expected[path]) return expected[path][name]
  if (name === ownOfFile) return undefined
  return Object.values(expected).find((blame) => blame[name])?.[name]
}

/** What a run found, in the same shape. */
export function blameOf({ files }: Result): Record<string, Blame> {
  const found: Record<string, Blame> = {}
  for (const [file, tests] of Object.entries(files)) {
    found[file] = Object.fromEntries(
      Object.entries(tests).map(([name, { status, orphans }]) => [name, { fails: status === 'failed', orphans }]),
    )
  }
  return found
}
