/* What native code holds the event loop by, and Node has no object for, is not missed; what holds nothing is silent. */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runIn } from '../../../../scripts/lab.mjs'
import { root } from '../../../../scripts/run.mjs'
import { useProject } from '../project.js'

const addon = join(root, '.labs/native/addon.node')
const isBuilt = compile()
if (!isBuilt) console.log('native code is not tested: there is no C compiler, cc')

function compile(): boolean {
  mkdirSync(dirname(addon), { recursive: true })
  const link = process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-fPIC']
  const { status, stderr } = spawnSync('cc', [...link, '-o', addon, join(import.meta.dirname, 'addon.c')], {
    encoding: 'utf8',
  })
  if (status !== 0 && stderr) throw new Error(stderr)
  return status === 0
}

const project = useProject(import.meta.dirname)

const announced: Record<string, { type: string; by: string }> = {
  'a callback': { type: 'Watcher', by: 'test 1' },
  'a callback that a later test closes': { type: 'Watcher', by: 'test 1' },
  'a callback of the same name that is not': { type: 'CustomGC', by: 'test 1' },
  "one that is not beside many that are unref'd": { type: 'CustomGC', by: 'test 2' },
}

const silent = [
  'a callback that is closed',
  'a callback that is closed late',
  "a callback that is unref'd",
  'a handle that is closed',
  'a handle that is closed late',
  'an addon that opens nothing',
]

describe.runIf(isBuilt).each([20, 22, 24, 26] as const)('native code on Node %i', (version) => {
  test.each(Object.entries(announced))('%s: one orphan, at its line', async (way, { type, by }) => {
    const line = project.lineOf(`<- ${way}`)
    const description = `handle of native code: ${type}`
    expect(await project.tells(project.binaries[version], way, addon)).toEqual([
      { kind: 'handle', description, count: 1, by, line },
    ])
  })

  test.each(['at once', 'slowly'])('a handle that nobody announces, told %s: one orphan of the file', async (pace) => {
    expect(await project.tells(project.binaries[version], 'a handle that nobody announces', addon, pace)).toEqual([
      {
        kind: 'untracked',
        description: `untracked handle of native code (async), of ${addon}`,
        count: 1,
        by: 'first file',
      },
    ])
  })

  test.each([
    ['callBack', /is kept alive by\n\n {2}handle of native code: Watcher\n {4}started at held\.mjs:5:/],
    ['open', /is kept alive by\n\n {2}native code \(async\), of .*addon\.node\n/],
  ])('no-orphans why tells that %s() holds a program', async (way, told) => {
    const bin = join(project.directory, 'node_modules/@no-orphans/core/dist/esm/bin.js')
    const program = [project.binaries[version], 'held.mjs', way, addon]
    const { code, stderr } = await runIn(project.directory, process.execPath, [
      ...[bin, 'why', '--after', '300', '--stop', '--'],
      ...program,
    ])
    expect(stderr).toMatch(told)
    expect(code).toBe(1)
  })

  test.each(silent)('%s: no orphan', async (way) => {
    expect(await project.tells(project.binaries[version], way, addon)).toEqual([])
  })

  test('a handle that is closed, told slowly: no orphan', async () => {
    expect(await project.tells(project.binaries[version], 'a handle that is closed', addon, 'slowly')).toEqual([])
  })
})
