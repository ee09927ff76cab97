/*
 * A lab is a real project, installed by npm outside the workspace, with one version of a test framework and our packages as they
 * would be published. End-to-end tests copy a fixture into it and run the framework there.
 */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './build.mjs'
import { hashFiles } from './hash.mjs'
import { withLock } from './lock.mjs'
import { pack, thirdParty, unpackInto } from './pack.mjs'
import { root, runNpm } from './run.mjs'

export { runIn } from './run-in.mjs'

export const labs = ['vitest-5', 'vitest-4', 'jest-30', 'jest-29']

const ready = new Map()

/**
 * Makes sure that the lab is there with what the sources are now.
 * @param {string} name
 * @returns {Promise<string>} its directory
 */
export function lab(name) {
  if (!labs.includes(name)) throw new Error(`there is no lab ${name}, only ${labs.join(', ')}`)
  const made = ready.get(name) ?? prepare(name)
  ready.set(name, made)
  return made
}

/**
 * @param {string} name of the lab
 * @returns {Promise<string>} the file of the framework's command, to be run by any node: `runIn(dir, node, [await command('jest-30')])`
 */
export async function command(name) {
  return join(await lab(name), 'node_modules', name.startsWith('vitest') ? 'vitest/vitest.mjs' : 'jest/bin/jest.js')
}

/** Arguments with which no test or hook fails for being slow on a busy machine, unless it gives a time of its own. */
export const unhurried = { vitest: ['--testTimeout=60000', '--hookTimeout=60000'], jest: ['--testTimeout=60000'] }

/**
 * Arguments of one run, to its end, whose results are written to a file as JSON.
 * @param {'vitest' | 'jest'} framework
 * @param {string} json the file
 */
export const resultsIn = (framework, json) =>
  framework === 'vitest'
    ? ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${json}`, ...unhurried.vitest]
    : ['--ci', '--json', `--outputFile=${json}`, ...unhurried.jest]

async function prepare(name) {
  // What does not type-check may still run; that it must type-check is for `npm test` to say.
  await build().catch((error) => console.error(error.message))
  const packed = await pack()
  const extra = await thirdParty()
  return withLock(join(root, `.labs/locks/${name}`), async () => {
    const dir = await install(name, extra)
    await oncePer(join(dir, 'node_modules/.no-orphans-unpacked'), packed.hash, () => unpackInto(dir, packed.tarballs))
    await removeOldRuns(join(dir, 'runs'))
    return dir
  })
}

/**
 * @param {string} name of a template in labs/
 * @param {string[]} extra packages to add, as name@version
 * @param {string[]} npmArgs
 */
export async function install(name, extra = [], npmArgs = []) {
  const template = join(root, 'labs', name)
  const dir = join(root, '.labs', name)
  const files = ['package.json', 'package-lock.json'].map((file) => join(template, file))
  const wanted = [await hashFiles(template, files), ...extra, ...npmArgs].join(' ')
  await oncePer(join(dir, 'node_modules/.no-orphans-installed'), wanted, async () => {
    console.error(`installing the lab ${name}`)
    await mkdir(dir, { recursive: true })
    for (const file of files) await cp(file, join(dir, basename(file)))
    await runNpm(['ci', '--no-audit', '--no-fund', ...npmArgs], { cwd: dir, quiet: true })
    if (extra.length > 0) {
      await runNpm(['install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', ...extra], {
        cwd: dir,
        quiet: true,
      })
    }
  })
  return dir
}

/**
 * Does some work unless its stamp says that it was done for the same.
 * @param {string} stamp a file, written when the work is done
 * @param {string} wanted what it is done for
 * @param {() => Promise<unknown>} work
 */
export async function oncePer(stamp, wanted, work) {
  if ((await readFile(stamp, 'utf8').catch(() => undefined)) === wanted) return
  await rm(stamp, { force: true })
  await work()
  await writeFile(stamp, wanted)
}

/**
 * Copies a folder into a fresh one below the lab, so that it finds the lab's packages.
 * @param {string} name of the lab
 * @param {string} fixture a name in fixtures/, or a path
 * @returns {Promise<string>} the copy
 */
export async function copyFixture(name, fixture) {
  const runs = join(await lab(name), 'runs')
  await mkdir(runs, { recursive: true })
  const dir = await mkdtemp(join(runs, `${basename(fixture)}-`))
  const source = join(root, 'fixtures', fixture)
  await cp((await exists(source)) ? source : fixture, dir, { recursive: true })
  return dir
}

const exists = (path) =>
  stat(path).then(
    () => true,
    () => false,
  )

/**
 * Copies are kept for a while, to look at after a failure, and because another run may be at work in one.
 * @param {string} runs
 */
export async function removeOldRuns(runs) {
  for (const name of await readdir(runs).catch(() => [])) {
    const dir = join(runs, name)
    const { mtimeMs } = await stat(dir).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > 60 * 60_000) await rm(dir, { recursive: true, force: true })
  }
}

/**
 * The Node versions to test on, installed from npm where this process is not one of them.
 * @returns {Promise<Record<20 | 22 | 24 | 26, string>>} the binary of each
 */
export async function nodes() {
  const here = Number(process.versions.node.split('.')[0])
  const dir = await withLock(join(root, '.labs/locks/node'), () =>
    install('node', [], here === 20 ? ['--omit=optional'] : []),
  )
  const binary = (major) =>
    major === here
      ? process.execPath
      : join(dir, `node_modules/node${major}/bin/node${process.platform === 'win32' ? '.exe' : ''}`)
  return { 20: binary(20), 22: binary(22), 24: binary(24), 26: binary(26) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2)
  for (const name of names.length > 0 ? names : ['node', ...labs]) {
    console.log(name, name === 'node' ? await nodes() : await lab(name))
  }
}
