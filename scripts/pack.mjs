import { spawn } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { packages } from './build.mjs'
import { filesBelow, hashFiles } from './hash.mjs'
import { withLock } from './lock.mjs'
import { root, runNpm } from './run.mjs'

/**
 * Packs the packages as they would be published; once for the same content.
 * @returns {Promise<{ hash: string, tarballs: Record<string, string> }>} by the package's short name
 */
export async function pack() {
  // The lock of the build: what is packed must not change meanwhile.
  return withLock(join(root, '.labs/locks/build'), async () => {
    const hash = await hashOfPackages()
    const all = join(root, '.labs/packed')
    const dir = join(all, hash)
    if (!(await readdir(dir).catch(() => undefined))) {
      const partial = `${dir}.partial`
      await rm(partial, { recursive: true, force: true })
      await mkdir(partial, { recursive: true })
      await runNpm(['pack', '--workspaces', '--ignore-scripts', '--pack-destination', partial], { quiet: true })
      await rename(partial, dir)
      await removeOld(all)
    }
    const tarballs = {}
    for (const file of await readdir(dir)) {
      const match = /^no-orphans-(.+)-\d+\.\d+\.\d+.*\.tgz$/.exec(file)
      if (match) tarballs[match[1]] = join(dir, file)
    }
    return { hash, tarballs }
  })
}

async function hashOfPackages() {
  const files = []
  for (const dir of packages) {
    files.push(join(dir, 'package.json'), join(dir, 'report.schema.json'), ...(await filesBelow(join(dir, 'dist'))))
  }
  return hashFiles(
    root,
    files.filter((file) => !file.endsWith('.tsbuildinfo')),
  )
}

/** Another process may still be unpacking one of the last. */
async function removeOld(all) {
  const found = []
  for (const name of await readdir(all)) found.push({ name, made: (await stat(join(all, name))).mtimeMs })
  found.sort((a, b) => b.made - a.made)
  for (const { name } of found.slice(4)) await rm(join(all, name), { recursive: true, force: true })
}

/**
 * What the packages need from the registry, in the versions that the workspace is locked to.
 * @returns {Promise<string[]>} as name@version
 */
export async function thirdParty() {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')).packages
  const found = new Set()
  for (const dir of packages) {
    const { dependencies = {} } = JSON.parse(await readFile(join(dir, 'package.json'), 'utf8'))
    for (const name of Object.keys(dependencies)) {
      if (name.startsWith('@no-orphans/')) continue
      const locked = lock[`packages/${basename(dir)}/node_modules/${name}`] ?? lock[`node_modules/${name}`]
      found.add(`${name}@${locked?.version ?? dependencies[name]}`)
    }
  }
  return [...found].sort()
}

/**
 * Puts the packed packages into a project that is already installed, each in one step, as a run may be going on there.
 * @param {string} dir
 * @param {Record<string, string>} tarballs
 */
export async function unpackInto(dir, tarballs) {
  const scope = join(dir, 'node_modules/@no-orphans')
  await mkdir(scope, { recursive: true })
  for (const [name, tarball] of Object.entries(tarballs)) {
    const next = join(scope, `.${name}.next`)
    const last = join(scope, `.${name}.last`)
    await rm(next, { recursive: true, force: true })
    await rm(last, { recursive: true, force: true })
    await mkdir(next)
    await tar(['-xzf', tarball, '--strip-components=1', '-C', next])
    await rename(join(scope, name), last).catch(() => {})
    await rename(next, join(scope, name))
    await rm(last, { recursive: true, force: true })
  }
  if (process.platform !== 'win32') await linkCommand(dir)
}

async function linkCommand(dir) {
  const command = join(dir, 'node_modules/@no-orphans/core/dist/esm/bin.js')
  await chmod(command, 0o755)
  const link = join(dir, 'node_modules/.bin/no-orphans')
  await rm(link, { force: true })
  await symlink('../@no-orphans/core/dist/esm/bin.js', link)
}

function tar(args) {
  return new Promise((resolve, reject) => {
    const child = spawn('tar', args, { stdio: ['ignore', 'ignore', 'inherit'] })
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve(undefined) : reject(new Error(`tar ended with ${code}`))))
  })
}
