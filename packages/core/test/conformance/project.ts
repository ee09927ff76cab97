import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const core = join(here, '../..')

/**
 * Makes a project of its own that has the built package, a folder of programs, and the same folder once more as the package
 * `some-package`.
 *
 * @param programs The folder's path.
 * @returns Its directory, and how to remove it.
 */
export async function createProject(programs: string): Promise<{ directory: string; remove(): Promise<void> }> {
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
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) }
}
