/* While a verdict waits, its own timers are in nobody's ledger: another file that ends meanwhile would close them with its own. */
import { setImmediate as soon } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'

const { FileWatch } = engine()
const nothing = (): void => {}

test('what a verdict waits by is not entered', async () => {
  const file = new FileWatch('/a.test.ts', resolveOptions({}))
  const one = file.test('one')
  one.run(() => setTimeout(nothing, 30))
  const elsewhere = file.test('another')
  const verdict = elsewhere.run(() => one.end())
  // In its first turn, and then in its pauses.
  for (let turns = 0; turns < 5; turns++) {
    expect(elsewhere.scope.entries.map(({ kind }) => kind.name)).toEqual([])
    await soon()
  }
  expect((await verdict)?.judged).toEqual([])
  await file.end()
  await file.close()
})

test('the twin: what the user waits by is', async () => {
  const file = new FileWatch('/a.test.ts', resolveOptions({}))
  file.run(() => setTimeout(nothing, 30))
  expect(file.scope.entries.map(({ kind }) => kind.name)).toEqual(['timeout'])
  await file.end()
  await file.close()
})
