/*
 * Where the time goes that we add: a suite without and with us once more, under V8's sampling profiler, and what each
 * part of the run takes more with us.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runIn } from '../scripts/run-in.mjs'
import { median } from './stats.mjs'

const rounds = 3
// Vitest kills a worker that takes half a second to end, as one may that writes its profile.
const mostRounds = 12

/** The parts, each with how a sample of it is told by its frames, the innermost first. The first that fits counts. */
const parts = {
  'stacks captured': ({ inner }) => isOurs(inner) && inner.name === 'captureStack',
  // Not what Node does below it: our functions that stand before Node's pass the call of the test on.
  'else in our code': ({ inner }) => isOurs(inner),
  'asynchronous hooks of Node': ({ inside }) => inside.some(({ file }) => hooks.test(file)),
  'loading of modules': ({ inside }) => inside.some(({ file }) => loading.test(file)),
  'garbage collection': ({ inner }) => inner.name === '(garbage collector)',
  'all else': () => true,
}

export const partNames = Object.keys(parts)

const hooks = /^node:internal\/(async_hooks|async_local_storage|async_context_frame)/
const loading = /^node:internal\/(modules|vm)/
const isOurs = ({ file }) => /[\\/]node_modules[\\/]@no-orphans[\\/]/.test(file)

/**
 * @param {string} dir
 * @param {string} node
 * @param {{ none: string[], ours: string[] }} args of the two runs
 * @param {Record<string, string>} env
 * @returns {Promise<Record<string, number> | undefined>} of each part, the ms that it takes more with us: by the medians of
 * the runs in which every process wrote its profile; nothing where there was no such run
 */
export async function profileAdded(dir, node, args, env) {
  const all = { none: [], ours: [] }
  const whole = { none: [], ours: [] }
  for (let round = 0; round < mostRounds; round++) {
    for (const name of ['none', 'ours']) {
      if (whole[name].length < rounds) all[name].push(await profile(dir, node, args[name], env))
    }
    const processes = Math.max(...[...all.none, ...all.ours].map((each) => each.processes))
    for (const name of ['none', 'ours']) whole[name] = all[name].filter((each) => each.processes === processes)
    if (whole.none.length >= rounds && whole.ours.length >= rounds) break
  }
  if (whole.none.length === 0 || whole.ours.length === 0) return undefined
  const sum = (runs, name) => median(runs.map(({ sums }) => sums[name]))
  return Object.fromEntries(partNames.map((name) => [name, sum(whole.ours, name) - sum(whole.none, name)]))
}

/** Of each part, the ms that all processes of the run spend in it, and how many have told. */
async function profile(dir, node, args, env) {
  const folder = await mkdtemp(join(tmpdir(), 'no-orphans-profiles-'))
  try {
    // Vitest's workers take these arguments over; Jest runs in this process.
    const profiled = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=1000', ...args]
    const { code, stdout, stderr } = await runIn(dir, node, profiled, env, { timeout: 300_000 })
    const files = await readdir(folder)
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
    const profiles = texts.map(parsed).filter((each) => each !== undefined)
    if (code !== 0 || profiles.length === 0)
      throw new Error(`${profiled.join(' ')} ended with ${code} and ${profiles.length} profiles\n${stdout}${stderr}`)
    const sums = Object.fromEntries(partNames.map((name) => [name, 0]))
    for (const each of profiles) addTo(sums, each)
    return { sums, processes: profiles.length }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    // Its process was killed while it wrote, and counts as one that did not.
    return undefined
  }
}

/** Adds the samples of a `.cpuprofile`, whose times are in us. */
function addTo(sums, { nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  for (const node of nodes) for (const child of node.children ?? []) byId.get(child).parent = node
  const known = new Map()
  for (const [index, id] of samples.entries()) {
    if (!known.has(id)) known.set(id, partOf(byId.get(id)))
    const part = known.get(id)
    if (part) sums[part] += Math.max(0, timeDeltas[index]) / 1000
  }
}

function partOf(node) {
  const frames = []
  for (let each = node; each; each = each.parent)
    frames.push({ name: each.callFrame.functionName, file: each.callFrame.url })
  if (frames[0].name === '(idle)') return undefined
  const index = frames.findIndex(({ file }) => file !== '' && !file.startsWith('node:'))
  // What Node does for the code of a file, or by itself.
  const inside = index < 0 ? frames : frames.slice(0, index)
  // What is built into V8 has no file: it is its caller's.
  const inner = frames.find(({ file }) => file !== '') ?? frames[0]
  return partNames.find((name) => parts[name]({ inner, inside }))
}
