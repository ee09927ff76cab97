import { readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect } from 'vitest'
import { build } from '../../../scripts/build.mjs'
import { nodes, runIn } from '../../../scripts/lab.mjs'

const core = join(import.meta.dirname, '..')

/** Has the package built before the tests of a file. */
export function useBuild(): void {
  // What does not type-check may still run; that it must type-check is for `npm test` to say.
  beforeAll(() => build().catch((error: Error) => console.error(error.message)), 600_000)
}

/** A project that has the built package, a folder of programs, and the same folder once more as the package `some-package`. */
export interface Project {
  readonly directory: string
  /** Each Node that is supported. */
  readonly binaries: Awaited<ReturnType<typeof nodes>>
  /** The line of `program.mjs` that ends with a mark. */
  lineOf(mark: string): number
  /** What `program.mjs` tells on a Node, and nothing beside it. */
  tells(node: string, ...args: string[]): Promise<unknown>
}

/**
 * Has a project of its own for the tests of a file. It is there once they run.
 *
 * @param programs The folder's path.
 */
export function useProject(programs: string): Project {
  const project = { directory: '', binaries: {} } as { -readonly [Key in keyof Project]: Project[Key] }
  useBuild()
  beforeAll(async () => {
    project.binaries = await nodes()
    project.directory = await createProject(programs)
  }, 600_000)
  afterAll(() => rm(project.directory, { recursive: true, force: true }))
  project.lineOf = (mark) => {
    const lines = readFileSync(join(project.directory, 'program.mjs'), 'utf8').split('\n')
    return lines.findIndex((line) => line.endsWith(`// ${mark}`)) + 1
  }
  project.tells = async (node, ...args) => {
    const { stdout, stderr } = await runIn(project.directory, node, ['program.mjs', ...args])
    expect(stderr).toBe('')
    return JSON.parse(stdout)
  }
  return project
}

async function createProject(programs: string): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'no-orphans-project-')))
  const modules = join(directory, 'node_modules')
  const onlyPrograms = { recursive: true, filter: (path: string) => !path.endsWith('.ts') }
  await mkdir(modules)
  await cp(programs, directory, onlyPrograms)
  await cp(programs, join(modules, 'some-package'), onlyPrograms)
  await writeFile(
    join(modules, 'some-package/package.json'),
    JSON.stringify({ name: 'some-package', version: '1.0.0' }),
  )
  await cp(join(core, 'dist'), join(modules, '@no-orphans/core/dist'), { recursive: true })
  await cp(join(core, 'package.json'), join(modules, '@no-orphans/core/package.json'))
  return directory
}
