import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './build.mjs'
import { withLock } from './lock.mjs'
import { root, runNpm } from './run.mjs'

/** Installs and builds, each only when missing or stale. */
export async function setUp() {
  await withLock(join(root, '.labs/locks/install'), async () => {
    if (await isInstalled(root)) return
    console.log('installing (npm ci)')
    await runNpm(['ci', '--no-audit', '--no-fund'])
  })
  await build()
}

/**
 * Whether node_modules holds what package-lock.json asks for: npm keeps its own list of what it installed.
 * @param {string} dir
 */
async function isInstalled(dir) {
  const wanted = await readPackages(join(dir, 'package-lock.json'))
  const found = await readPackages(join(dir, 'node_modules/.package-lock.json'))
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      !path.startsWith('node_modules/') || optional || (path in found && found[path].version === version),
  )
}

async function readPackages(file) {
  const text = await readFile(file, 'utf8').catch(() => '{}')
  return JSON.parse(text).packages ?? {}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp().catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
