/* A tool that fails itself must not break the user's tests: it says so, and goes on with the next. */
import { AsyncResource } from 'node:async_hooks'
import { expect, test } from 'vitest'
import { engine, resolveOptions } from '../src/adapter.js'

class Broken extends AsyncResource {
  hasRef(): boolean {
    throw new Error('I cannot tell')
  }
}

class Honest extends AsyncResource {
  open: boolean | undefined = true

  hasRef(): boolean | undefined {
    return this.open
  }
}

async function warningsOf(fn: () => Promise<void>): Promise<string[]> {
  const warnings: string[] = []
  const listener = (warning: Error): void => {
    warnings.push(warning.message)
  }
  process.on('warning', listener)
  await fn()
  // Node tells a warning one tick later.
  await new Promise(process.nextTick)
  process.off('warning', listener)
  return warnings
}

test('a resource that throws when it is asked fails no test, and is told', async () => {
  const stopped: string[] = []
  const file = new (engine().FileWatch)('/a.test.ts', resolveOptions({}), {
    onStopped: (reason) => stopped.push(reason),
  })
  const broken = file.test('makes a broken thing')
  broken.run(() => new Broken('BROKEN'))
  broken.run(() => setInterval(() => {}, 5000))
  const warnings = await warningsOf(async () => {
    // What can answer is watched on.
    expect((await broken.end())?.error?.orphans.map(({ kind }) => kind)).toEqual(['interval'])
  })
  expect(warnings).toEqual([expect.stringContaining('no-orphans does not watch all of /a.test.ts')])
  expect(warnings[0]).toContain('I cannot tell')
  expect(stopped).toEqual(['no-orphans failed itself: Error: I cannot tell'])
  await file.close()
})

test('the twin: a resource that answers is watched', async () => {
  const file = new (engine().FileWatch)('/a.test.ts', resolveOptions({}))
  const honest = file.test('makes an open thing')
  const resource = honest.run(() => new Honest('HONEST'))
  expect((await honest.end())?.error?.message).toMatch(/^this test left 1 orphan\n\n {2}handle of type Honest/)
  resource.open = undefined
  await file.close()
})
