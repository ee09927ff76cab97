import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { filesBelow, hashFiles } from './hash.mjs'
import { withLock } from './lock.mjs'
import { root, runNode } from './run.mjs'

export const packages = ['core', 'vitest-plugin', 'jest-env'].map((name) => join(root, 'packages', name))
const projects = ['core', 'core/tsconfig.cjs.json', 'vitest-plugin', 'jest-env', 'jest-env/tsconfig.cjs.json']
const stamp = join(root, 'node_modules/.cache/no-orphans/build')

/**
 * Builds the packages if their sources are not those of the last build. An error of types is thrown after everything
 * was written, so that a caller who only wants to run it can go on.
 * @param {{ force?: boolean }} [options]
 */
export async function build({ force = false } = {}) {
  await withLock(join(root, '.labs/locks/build'), async () => {
    const hash = await hashOfSources()
    if (!force && (await readFile(stamp, 'utf8').catch(() => '')) === hash && (await isComplete())) return
    await rm(stamp, { force: true })
    await removeStale()
    const tsc = [join(root, 'node_modules/typescript/bin/tsc'), '-b', ...projects.map((name) => `packages/${name}`)]
    await runNode(tsc, { quiet: true }).finally(bundle)
    await mkdir(join(stamp, '..'), { recursive: true })
    await writeFile(stamp, hash)
  })
}

async function hashOfSources() {
  const files = ['package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs'].map((name) => join(root, name))
  for (const dir of packages) {
    files.push(...['package.json', 'tsconfig.json', 'tsconfig.cjs.json'].map((name) => join(dir, name)))
    files.push(...(await filesBelow(join(dir, 'src'))))
  }
  return hashFiles(root, files)
}

async function isComplete() {
  const wanted = packages.map((dir) => join(dir, 'dist/esm/index.js'))
  const found = await Promise.all(wanted.map((file) => stat(file).catch(() => undefined)))
  return found.every(Boolean)
}

/** What a source file left behind when it was renamed or removed would be published. */
async function removeStale() {
  for (const dir of packages) {
    const sources = new Set((await filesBelow(join(dir, 'src'))).map((file) => stem(join(dir, 'src'), file)))
    for (const format of ['esm', 'cjs']) {
      const out = join(dir, 'dist', format)
      for (const file of await filesBelow(out)) {
        if (/\.[cm]?[jt]s$/.test(file) && !sources.has(stem(out, file))) await rm(file)
      }
    }
  }
}

function stem(base, file) {
  return relative(base, file).replace(/(\.d)?\.([cm]?)[jt]s$/, '.$2js')
}

/** Every process of a run loads these, most of them for the tests of one file: in one piece that takes a third of the time. */
async function bundle() {
  // Only here: the set-up of a fresh clone reads this file before anything is installed.
  const { rolldown } = await import('rolldown')
  // Other packages, and what every realm of a process shares.
  const external = [/^node:/, /^@no-orphans\//, /^vitest/, 'why-is-node-running', /\.cjs$/]
  const [core, vitestPlugin] = packages
  const commonJs = join(core, 'dist/cjs')
  for (const file of await filesBelow(commonJs)) if (file.endsWith('.js')) await rm(file)
  const entries = ['index', 'adapter', 'matchers', 'worker', 'report/index', 'command/why-preload']
  await write(
    { input: Object.fromEntries(entries.map((name) => [name, join(core, `dist/esm/${name}.js`)])) },
    { dir: commonJs, format: 'cjs', chunkFileNames: '[name].js', minify: { compress: false, mangle: false } },
  )
  const worker = join(vitestPlugin, 'dist/esm/worker')
  // Not minified: Vitest reads what a hook wants from its text.
  await write({ input: `${worker}.js` }, { file: `${worker}.cjs`, format: 'cjs' })
  await markCommonJs()

  /** @param {import('rolldown').InputOptions} input @param {import('rolldown').OutputOptions} output */
  async function write(input, output) {
    const made = await rolldown({ ...input, platform: 'node', external })
    await made.write(output)
    await made.close()
  }
}

/** The packages are ES modules; in this folder of theirs Node and TypeScript are to read CommonJS. */
async function markCommonJs() {
  for (const dir of packages) {
    const out = join(dir, 'dist/cjs')
    if ((await filesBelow(out)).length > 0) await writeFile(join(out, 'package.json'), '{ "type": "commonjs" }\n')
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build({ force: true }).catch((error) => {
    console.error(error.message)
    process.exitCode = 1
  })
}
