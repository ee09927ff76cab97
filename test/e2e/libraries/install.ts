import { cp, mkdir, mkdtemp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from '../../../scripts/build.mjs'
import { oncePer, removeOldRuns } from '../../../scripts/lab.mjs'
import { withLock } from '../../../scripts/lock.mjs'
import { pack, unpackInto } from '../../../scripts/pack.mjs'
import { root, runNpm } from '../../../scripts/run.mjs'

const fixture = join(root, 'fixtures/libraries')
const dir = join(root, '.labs/libraries')

/**
 * Installs the fixture's libraries outside the workspace, once, with our packages as they would be published.
 *
 * @returns a fresh copy of the fixture that finds them
 */
export async function installLibraries(): Promise<string> {
  await build().catch((error: Error) => console.error(error.message))
  const packed = await pack()
  return withLock(join(root, '.labs/locks/libraries'), async () => {
    const lock = await readFile(join(fixture, 'package-lock.json'), 'utf8')
    await oncePer(join(dir, 'node_modules/.no-orphans-installed'), lock, async () => {
      await mkdir(dir, { recursive: true })
      for (const name of ['package.json', 'package-lock.json']) await cp(join(fixture, name), join(dir, name))
      // What is built in an install script is in none of these packages.
      await runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: dir, quiet: true })
    })
    await oncePer(join(dir, 'node_modules/.no-orphans-unpacked'), packed.hash, () => unpackInto(dir, packed.tarballs))
    const runs = join(dir, 'runs')
    await removeOldRuns(runs)
    await mkdir(runs, { recursive: true })
    const copy = await mkdtemp(join(runs, 'libraries-'))
    await cp(fixture, copy, { recursive: true, filter: (path) => !path.includes('node_modules') })
    return copy
  })
}
