import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { command, copyFixture, nodes, resultsIn, runIn } from '../../../scripts/lab.mjs'
import { frameworkOf, type Pair } from '../../../scripts/pairs.mjs'
import type { Blame, Mistake } from './mistakes.js'

/** What came of one project: the fixture as it is, or a copy of it with a mistake. */
export interface Found {
  /** Failed tests by their names; a file that fails by itself is `the file`. */
  failed: string[]
  orphans: Blame[]
}

export interface Result {
  code: number | null
  output: string
  /** By the copy's folder; the fixture itself is under `''`. */
  projects: Record<string, Found>
}

const folder = (mistake: Mistake): string => mistake.name.replaceAll(/\W+/g, '-')

/** What was found of a mistake. */
export const foundOf = (result: Result, mistake: Mistake): Found | undefined => result.projects[folder(mistake)]

/** Runs the fixture, or copies of it with one mistake each, in one run of the framework. */
export async function run(pair: Pair, mistakes: Mistake[] = []): Promise<Result> {
  const framework = frameworkOf(pair)
  const dir = await copyFixture(pair.lab, 'usual-project')
  for (const mistake of mistakes) await put(mistake, dir)
  if (mistakes.length > 0) await rm(join(dir, 'tests'), { recursive: true })
  const json = join(dir, 'result.json')
  const args = [await command(pair.lab), ...resultsIn(framework, json)]
  const ran = await runIn(dir, (await nodes())[pair.node], args, {}, { timeout: 150_000 })
  const projects: Result['projects'] = {}
  const projectOf = (file: string): Found => {
    const [, copy = ''] = /^copies\/([^/]+)/.exec(file) ?? []
    projects[copy] ??= { failed: [], orphans: [] }
    return projects[copy]
  }
  for (const file of (await readJson(json)).testResults) {
    const { failed } = projectOf(relative(dir, file.name).replaceAll('\\', '/'))
    const own = framework === 'vitest' ? file.message : file.message.includes('Test suite failed to run')
    if (own) failed.push('the file')
    for (const test of file.assertionResults) if (test.status === 'failed') failed.push(test.title)
  }
  for (const orphan of (await readJson(join(dir, 'orphans.json'))).orphans) {
    projectOf(orphan.owner.file).orphans.push(blameOf(orphan))
  }
  return { code: ran.code, output: ran.stdout + ran.stderr, projects }
}

async function put(mistake: Mistake, dir: string): Promise<void> {
  const copy = join(dir, 'copies', folder(mistake))
  await mkdir(join(copy, 'tests'), { recursive: true })
  await cp(join(dir, 'src'), join(copy, 'src'), { recursive: true })
  const tests = `tests/${mistake.tests}.test.ts`
  await cp(join(dir, tests), join(copy, tests))
  const path = join(copy, mistake.file)
  const text = await readFile(path, 'utf8')
  if (text.split(mistake.search).length !== 2) throw new Error(`${mistake.name}: its place is not in ${mistake.file}`)
  await writeFile(
    path,
    text.replace(mistake.search, () => mistake.replace),
  )
}

const readJson = async (path: string) =>
  JSON.parse(await readFile(path, 'utf8').catch(() => '{"testResults":[],"orphans":[]}'))

interface Reported {
  kind: string
  package?: string
  origin?: { file: string }
  line?: string
  owner: { type: string; name: string }
  judgedAt: 'test' | 'file'
  count: number
}

function blameOf(orphan: Reported): Blame {
  return {
    kind: orphan.kind,
    ...(orphan.package && { package: orphan.package }),
    ...(orphan.owner.type === 'test' && { test: orphan.owner.name }),
    at: orphan.judgedAt,
    file: orphan.origin?.file.replace(/^copies\/[^/]+\//, '') ?? 'nowhere',
    line: orphan.line ?? 'no line',
    ...(orphan.count > 1 && { count: orphan.count }),
  }
}
