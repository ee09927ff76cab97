import v8 from 'node:v8'
import vm from 'node:vm'
import { expect, test } from 'vitest'
import { engine, resolveOptions } from '../../src/adapter.js'
import { Lifetimes } from '../../src/report/lifetimes.js'
import type { RunRecord } from '../../src/report/records.js'
import { pause, turn } from '../../src/turns.js'

const { FileWatch } = engine()
v8.setFlagsFromString('--expose-gc')
// Its optimizer, in a thread of its own, holds for a moment what it looks at, whoever watches.
v8.setFlagsFromString('--no-opt')
v8.setFlagsFromString('--no-maglev')
const nothing = (): void => {}

test('holds nothing that is closed, and still tells when it ended', async () => {
  const file = new FileWatch(import.meta.filename, resolveOptions({}))
  const records: RunRecord[] = []
  let lastId = 0
  const lifetimes = new Lifetimes(
    1,
    () => ++lastId,
    (...more) => void records.push(...more),
  )
  lifetimes.start(file.scope)
  // After tracking began, as a test would.
  const collect = vm.runInNewContext('gc') as () => void

  const timers: NodeJS.Timeout[] = []
  const begin = (): WeakRef<object> => {
    const timer = file.run(() => setTimeout(nothing, 60_000))
    timers.push(timer)
    return new WeakRef(timer)
  }
  const reference = begin()
  while (records.length === 0) {
    // In nobody's ledger: on a busy machine it lasts long enough to be a record of its own.
    await pause(5)
    lifetimes.sample()
  }
  // What a sample asks of a WeakRef is kept for the turn. What follows is one step, so that none comes between.
  await turn()
  clearTimeout(timers.pop())
  file.run(collect)
  expect(reference.deref()).toBeUndefined()

  lifetimes.stop()
  expect(records.map(({ t }) => t)).toEqual(['resource', 'resource-end'])
  await file.end()
  await file.close()
})
