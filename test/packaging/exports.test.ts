import { beforeAll, describe, expect, test } from 'vitest'
import { runIn } from '../../scripts/lab.mjs'
import { evaluate, install, names, published } from './install.js'

/** What must be there, by entry. Entries that only a running test framework can load are resolved, not loaded. */
const expected: Record<string, string[]> = {
  '@no-orphans/core': ['OrphanError', 'findOrphans', 'snapshot', 'verifyNoOrphans', 'watch'],
  '@no-orphans/core/adapter': [],
  '@no-orphans/core/matchers': ['toLeaveNoOrphans'],
  '@no-orphans/core/report': [],
  '@no-orphans/core/worker': ['engine', 'loadRestBy', 'resolveOptions'],
  '@no-orphans/vitest-plugin': ['default', 'noOrphans', 'orphans'],
  '@no-orphans/vitest-plugin/reporter': ['default'],
  '@no-orphans/jest-env': ['default', 'orphans', 'withOrphans'],
  '@no-orphans/jest-env/jsdom': ['default'],
  '@no-orphans/jest-env/reporter': ['default'],
}

const show =
  'console.log(JSON.stringify(Object.keys(m).filter((k) => k !== "__esModule" && k !== "module.exports").sort()))'

describe.each(names)('@no-orphans/%s', (name) => {
  const entries = published[name].entries.map((entry) => `@no-orphans/${name}${entry}`)
  let dir: string
  beforeAll(async () => {
    dir = await install(name)
  })

  test.each(entries)('%s resolves to its own file for import and for require', async (entry) => {
    const imported = await evaluate(dir, 'module', `console.log(JSON.stringify(import.meta.resolve('${entry}')))`)
    const required = await evaluate(dir, 'commonjs', `console.log(JSON.stringify(require.resolve('${entry}')))`)
    expect(imported).toMatch(/\/dist\/esm\/.+\.js$/)
    expect(required.replaceAll('\\', '/')).toMatch(
      name === 'vitest-plugin' ? /\/dist\/esm\/.+\.cjs$/ : /\/dist\/cjs\/.+\.js$/,
    )
  })

  test.each(entries.filter((entry) => entry in expected))(
    '%s exports the same to import and to require',
    async (entry) => {
      const imported = await evaluate(dir, 'module', `import * as m from '${entry}'; ${show}`)
      const required = await evaluate(dir, 'commonjs', `const m = require('${entry}'); ${show}`)
      expect(imported).toEqual(expect.arrayContaining(expected[entry]!))
      expect(required).toEqual(imported)
    },
  )

  test('gives its package.json', async () => {
    const script = `console.log(JSON.stringify(require('@no-orphans/${name}/package.json').version))`
    expect(await evaluate(dir, 'commonjs', script)).toMatch(/^\d+\.\d+\.\d+/)
  })
})

describe('core at work', () => {
  const body = `
    const [orphan, ...rest] = await core.findOrphans(() => { timer = setInterval(() => {}, 5000) })
    clearInterval(timer)
    const error = await core.verifyNoOrphans(() => { timer = setInterval(() => {}, 5000) }).catch((error) => error)
    clearInterval(timer)
    return { description: orphan.description, rest, isOrphanError: error instanceof core.OrphanError, name: error.name }`
  const use = `async (core) => { let timer; ${body} }`
  const result = { description: 'interval every 5000 ms', rest: [], isOrphanError: true, name: 'OrphanError' }

  test('imported', async () => {
    const script = `import * as core from '@no-orphans/core'; console.log(JSON.stringify(await (${use})(core)))`
    expect(await evaluate(await install('core'), 'module', script)).toEqual(result)
  })

  test('required', async () => {
    const script = `(${use})(require('@no-orphans/core')).then((r) => console.log(JSON.stringify(r)))`
    expect(await evaluate(await install('core'), 'commonjs', script)).toEqual(result)
  })

  test('imported and required in one process', async () => {
    const script = `
      import { createRequire } from 'node:module'
      import * as imported from '@no-orphans/core'
      const required = createRequire(process.cwd() + '/x.js')('@no-orphans/core')
      const use = ${use}
      console.log(JSON.stringify([await use(imported), await use(required), await use(imported)]))`
    expect(await evaluate(await install('core'), 'module', script)).toEqual([result, result, result])
  })

  test('in a worker that imports it, with what a clean file does not need loaded only when something is left', async () => {
    const script = `
      const { engine, loadRestBy, resolveOptions } = require('@no-orphans/core/worker')
      loadRestBy(() => void require('@no-orphans/core/adapter').engine())
      const files = () => Object.keys(require.cache).filter((file) => file.includes('no-orphans')).length
      ;(async () => {
        const file = new (engine().FileWatch)('/a.test.js', resolveOptions({}))
        const clean = file.test('clean')
        clean.run(() => clearTimeout(setTimeout(() => {}, 5000)))
        const waited = clean.end()
        const busy = file.test('is clean after a server, a child process and a read')
        await busy.run(async () => {
          const server = require('node:http').createServer((_, response) => response.end('answer'))
          await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
          await (await fetch('http://127.0.0.1:' + server.address().port)).text()
          await new Promise((resolve) => server.close(resolve))
          const child = require('node:child_process').spawn(process.execPath, ['--version'])
          await new Promise((resolve) => child.on('close', resolve))
          await require('node:fs').promises.readFile('package.json')
        })
        await busy.end()
        const before = files()
        const leaky = file.test('leaky')
        const timer = leaky.run(() => setInterval(() => {}, 5000))
        const { error } = await leaky.end()
        clearInterval(timer)
        const after = files()
        const used = await (${use})(await import('@no-orphans/core'))
        console.log(JSON.stringify({ waited: waited !== undefined, before, isMore: after > before, left: error.orphans.length, used }))
      })()`
    expect(await evaluate(await install('core'), 'commonjs', script)).toEqual({
      waited: false,
      before: 2,
      isMore: true,
      left: 1,
      used: result,
    })
  })

  test('its command runs', async () => {
    const dir = await install('core')
    const bin = 'node_modules/@no-orphans/core/dist/esm/bin.js'
    const { code, stderr } = await runIn(dir, process.execPath, [bin, '--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
})
