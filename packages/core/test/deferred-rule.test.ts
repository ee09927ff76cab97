import { expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'
import { orphans } from '../src/index.js'

const { FileWatch } = engine()

test('a rule of a test holds also for what is judged only at the end of its file, and for nothing else', async () => {
  const file = new FileWatch(import.meta.filename, resolveOptions({ scope: 'file' }))
  const allows = file.test('allows its interval')
  allows.run(() => {
    orphans.allow({ kind: 'interval', reason: 'its package cannot stop it' })
    setInterval(() => {}, 10_000)
  })
  expect((await allows.end())?.error).toBeUndefined()
  const other = file.test('allows nothing')
  other.run(() => setInterval(() => {}, 20_000))
  expect((await other.end())?.error).toBeUndefined()

  const { error, judged } = await file.end()
  await file.close()
  expect(error?.orphans.map((orphan) => orphan.description)).toEqual(['interval every 20000 ms'])
  expect(judged.filter(({ verdict }) => verdict === 'allowed').map(({ orphan }) => orphan.owner.name)).toEqual([
    'allows its interval',
  ])
})
