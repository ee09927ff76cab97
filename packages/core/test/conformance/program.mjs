/*
 * Runs rows of the table in a plain process, as the adapters do: `node program.mjs <batch>`. Writes one line of JSON for each.
 * Ends by itself only when everything that was left open could be closed.
 */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { engine, resolveOptions } from '@no-orphans/core/adapter'
import { judgeRow } from './judge-row.mjs'
import { rows, specimens } from './table.mjs'
import { ways } from './ways.mjs'
import { createWorld } from './world.mjs'

const runner = fileURLToPath(import.meta.url)
const here = dirname(runner)
const somePackage = join(here, 'node_modules/some-package')
const packaged = await import('./node_modules/some-package/table.mjs')
const { FileWatch, setFramework } = engine()
setFramework({
  name: 'none',
  version: '',
  root: here,
  // What one row has closed for it, while the others go on, is none of theirs.
  isRunner: (file) => file === runner,
  isTransparent: () => false,
})

const [batch, filter = ''] = process.argv.slice(2)
const atOnce = batch === 'together' ? 6 : 1
const byName = (list, name) => list.find((each) => each.name === name)
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)

async function runRow(name, world) {
  const row = byName(rows, name)
  const way = byName(ways, row.way)
  const specimen = byName(way.package ? packaged.specimens : specimens, row.specimen)
  const reason = specimen.skip?.(world)
  if (reason) return { name, skipped: reason }
  const context = { specimen, world }
  const file = new FileWatch(`/${name}`, resolveOptions({ ...way.options, ...row.options }))
  const judged = []
  const end = async (watch) => judged.push(...((await watch.end())?.judged ?? []))
  await file.run(() => way.beforeAll?.(context))
  const test = file.test('the test')
  await test.run(() => way.beforeEach?.(context))
  await test.run(() => way.test(context))
  await test.run(() => way.afterEach?.(context))
  await end(test)
  const other = file.test('the other test')
  await other.run(() => way.otherTest?.(context))
  await end(other)
  await file.run(() => way.afterAll?.(context))
  await end(file)
  const notClosed = await file.close()
  const problems = judgeRow({ row, specimen, way, judged, root: here, somePackage })
  if (notClosed.length > 0 && !specimen.endsAlone) problems.push(`could not be closed: ${notClosed.join('; ')}`)
  return { name, problems }
}

const world = new FileWatch('/world', resolveOptions({ settle: 5000 }))
const around = await world.run(createWorld)
const waiting = rows.filter((row) => row.batch === batch && row.name.includes(filter))
async function work() {
  for (let row = waiting.shift(); row; row = waiting.shift()) {
    try {
      say(await runRow(row.name, around))
    } catch (error) {
      say({ name: row.name, problems: [`threw: ${error.stack}`] })
    }
  }
}
await Promise.all(Array.from({ length: atOnce }, work))
await world.run(around.close)
const { error } = await world.end()
await world.close()
say({ name: 'the world', problems: error ? [error.message] : [] })
// Everything that was left open has been closed, so the process ends: a watchdog says what was not.
setTimeout(() => {
  say({ name: 'the end', problems: [`still alive: ${process.getActiveResourcesInfo().join(', ')}`] })
  process.exit(1)
}, 10_000).unref()
