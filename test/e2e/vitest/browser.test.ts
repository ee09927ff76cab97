import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { copyFixture, nodes, runIn } from '../../../scripts/lab.mjs'
import { pairs } from '../../../scripts/pairs.mjs'
import { expectBlame } from './expected.js'
import { runFixture } from './run.js'

const said = /no-orphans does not watch in browser mode: there is no Node there to ask/g
const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const chromium = places.find((path) => path && existsSync(path))
if (!chromium) console.log('browser mode is not tried in a browser: there is no Chromium here; say where in CHROMIUM')

describe.each(pairs('vitest'))('browser mode, $lab on Node $node', (pair) => {
  it('changes nothing in a configuration of it', async () => {
    const dir = await copyFixture(pair.lab, 'vitest-options')
    const { stdout, stderr } = await runIn(dir, (await nodes())[pair.node], ['browser.mjs'])

    expect(stdout).toBe('["./setup.ts"]\n')
    expect(stderr.match(said)).toHaveLength(1)
  })

  it('does no harm where the setup file is listed by hand, and there is no Node to ask', async () => {
    const setupFiles = ['./no-node.ts', '@no-orphans/vitest-plugin/setup']
    const env = { FIXTURE_OPTIONS: JSON.stringify({ plugin: false, setupFiles }) }
    const { code, output } = await runFixture('vitest-options', pair, ['-t', 'is clean'], env)

    expect(output).toContain('no-orphans does not watch in browser mode')
    expect(code, output).toBe(0)
  })

  it.skipIf(!chromium)('leaves a project in a browser alone, and watches the one beside it', async () => {
    const result = await runFixture('vitest-browser', pair, [], { CHROMIUM: chromium ?? '' })

    await expectBlame(result)
    expect(Object.keys(result.files).sort()).toEqual(['browser.test.ts', 'node.test.ts'])
    expect(result.output.match(said)).toHaveLength(1)
    expect(result.code).toBe(1)
    const report = JSON.parse(await readFile(join(result.dir, 'orphans.json'), 'utf8'))
    const reason = 'browser mode: there is no Node there to ask'
    expect(report.notWatched).toEqual([{ file: 'browser.test.ts', project: 'browser (chromium)', reason }])
    // What runs in a browser can never be watched: without it the run is a full one. Nor is the browser a test's.
    expect(report).toMatchObject({ partial: [], processes: [], totals: { orphans: 1 } })
  })
})
