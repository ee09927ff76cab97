import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lab, runIn } from '../../scripts/lab.mjs'
import { withLock } from '../../scripts/lock.mjs'
import { pack } from '../../scripts/pack.mjs'
import { root, runNpm } from '../../scripts/run.mjs'

export type Name = 'core' | 'vitest-plugin' | 'jest-env'

/** Which files the published packages promise, and who must be beside them. */
export const published: Record<Name, { entries: string[]; own: Name[]; beside: string[] }> = {
  core: { entries: ['', '/adapter', '/matchers', '/report'], own: ['core'], beside: [] },
  'vitest-plugin': {
    entries: ['', '/setup', '/matchers', '/reporter'],
    own: ['core', 'vitest-plugin'],
    beside: ['vitest@~4.1.12'],
  },
  'jest-env': {
    entries: ['', '/jsdom', '/matchers', '/reporter'],
    own: ['core', 'jest-env'],
    beside: [
      'jest-environment-node@^30.5.0',
      'jest-environment-jsdom@^30.5.0',
      '@jest/globals@^30.5.0',
      '@types/jest@^30.0.0',
    ],
  },
}

export const names = Object.keys(published) as Name[]

export async function tarballOf(name: Name): Promise<string> {
  await lab('vitest-4')
  const { tarballs } = await pack()
  return (tarballs as Record<Name, string>)[name]
}

/** An empty project, into which npm installs the packed package; kept as long as the packages are the same. */
export async function install(name: Name): Promise<string> {
  await lab('vitest-4')
  const { tarballs, hash } = await pack()
  const dir = join(root, '.labs/packaging', name)
  const { own, beside } = published[name]
  const wanted = [...beside, '@types/node@^20.19.0']
  const key = createHash('sha256')
    .update([hash, ...wanted].join(' '))
    .digest('hex')
  await withLock(join(root, `.labs/locks/packaging-${name}`), async () => {
    const stamp = join(dir, 'installed')
    if ((await readFile(stamp, 'utf8').catch(() => '')) === key) return
    await rm(dir, { recursive: true, force: true })
    await mkdir(dir, { recursive: true })
    await writeFile(join(dir, 'package.json'), '{ "name": "empty", "version": "1.0.0", "private": true }\n')
    const files = own.map((each) => (tarballs as Record<Name, string>)[each])
    await runNpm(['install', '--no-audit', '--no-fund', ...files, ...wanted], { cwd: dir, quiet: true })
    await writeFile(stamp, key)
  })
  return dir
}

/** Runs a script in the project, and gives the JSON that it prints. */
export async function evaluate(dir: string, format: 'module' | 'commonjs', script: string): Promise<any> {
  const { code, stdout, stderr } = await runIn(dir, process.execPath, [`--input-type=${format}`, '-e', script])
  if (code !== 0) throw new Error(`the script ended with ${code}\n${stdout}${stderr}`)
  return JSON.parse(stdout)
}
