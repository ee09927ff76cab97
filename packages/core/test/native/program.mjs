/*
 * Uses a native addon in one way in each of two tests of a file, and tells what is reported. The lines that must be named
 * are marked with the way's name.
 */
import { createRequire } from 'node:module'
import { engine, resolveOptions } from '@no-orphans/core/adapter'

const [way, addon, pace] = process.argv.slice(2)
if (pace === 'slowly') slowDownReports()
const require = createRequire(import.meta.url)
const later = () => new Promise((resolve) => setTimeout(resolve, 20))
/** Loaded in a test, as the tracker takes what is loaded before for the runner's. */
const native = () => require(addon)

const ways = {
  'a callback': [() => native().callBack('Watcher')], // <- a callback
  'a callback that is closed': [
    () => {
      native().callBack('Watcher')
      native().close()
    },
  ],
  'a callback that is closed late': [
    () => {
      native().callBack('Watcher')
      later().then(() => native().close())
    },
  ],
  'a callback that a later test closes': [
    () => native().callBack('Watcher'), // <- a callback that a later test closes
    () => native().close(),
  ],
  "a callback that is unref'd": [() => native().callBackUnref('CustomGC')],
  'a callback of the same name that is not': [() => native().callBack('CustomGC')], // <- a callback of the same name that is not
  "one that is not beside many that are unref'd": [
    () => {
      for (let i = 0; i < 3; i++) native().callBackUnref('CustomGC')
    },
    () => native().callBack('CustomGC'), // <- one that is not beside many that are unref'd
  ],
  'a handle that nobody announces': [() => native().open()],
  'a handle that is closed': [() => native().open(), () => native().closeHandle()],
  'a handle that is closed late': [
    () => {
      native().open()
      later().then(() => native().closeHandle())
    },
  ],
  'an addon that opens nothing': [() => void native()],
}

const { FileWatch } = engine()
const told = []

/** What Node is asked again within some ms is not: it takes longer than that. */
function slowDownReports() {
  const { report } = process
  const getReport = report.getReport.bind(report)
  report.getReport = () => {
    const end = performance.now() + 60
    while (performance.now() < end);
    return getReport()
  }
}

async function runFile(name, tests) {
  const file = new FileWatch(name, resolveOptions({}))
  for (const [index, work] of tests.entries()) {
    const test = file.test(`test ${index + 1}`)
    await test.run(work)
    note(await test.end())
  }
  note(await file.end())
  await file.close()
}

function note(verdict) {
  for (const { orphan } of verdict?.judged ?? []) {
    const { kind, description, owner, origin, count } = orphan
    told.push({ kind, description, count, by: owner.name, line: origin?.line })
  }
}

await runFile('first file', ways[way])
// Told once, also where one process runs the next file.
await runFile('second file', [() => {}])
process.stdout.write(JSON.stringify(told), () => process.exit())
