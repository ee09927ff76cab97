import type { test } from 'vitest'
import type * as hostModule from './host.js'
import { holdTry } from './tries.js'

/*
 * A fixture of `test.extend` with the scope 'file' or 'worker' begins inside the first test that uses it, and is not
 * that test's. Which scope it has is known only to Vitest's registry, where overrides, inheritance and the pool have
 * been taken into account. The registry is not public: where it is not found, a fixture belongs to the test it begins in.
 */

type Host = typeof hostModule
type FixtureFunction = (context: object, use: (value: unknown) => Promise<void>) => Promise<unknown>
type Fixtures = { parseUserFixtures?: (...args: unknown[]) => Map<string, { value: unknown; scope: string }> }

const known = new WeakSet<object>()

/** Makes every fixture that is registered from now on belong to its own scope. Once per realm. */
export function watchFixtures(api: typeof test, host: Host): void {
  const registry = registryPrototype(api)
  const parse = registry?.parseUserFixtures
  if (!registry || typeof parse !== 'function' || known.has(parse)) return
  const watched: typeof parse = function (this: unknown, ...args) {
    const registrations = parse.apply(this, args)
    for (const item of registrations.values()) {
      const { value } = item
      if (typeof value !== 'function' || known.has(value)) continue
      const scoped = inScope(host, item.scope, value as FixtureFunction)
      // With what Vitest has noted on the function: its parameters, and where it was registered.
      item.value = Object.assign(scoped, value)
      known.add(scoped)
    }
    return registrations
  }
  known.add(watched)
  registry.parseUserFixtures = watched
}

function registryPrototype(api: typeof test): Fixtures | undefined {
  const chain = api as unknown as Record<symbol, { getFixtures?: () => object } | undefined>
  const key = Object.getOwnPropertySymbols(api).find((symbol) => symbol.description === 'kChainableContext')
  const fixtures = key && chain[key]?.getFixtures?.()
  return fixtures && Object.getPrototypeOf(fixtures)
}

function inScope(host: Host, scope: string, fixture: FixtureFunction): FixtureFunction {
  if (scope === 'worker') return (context, use) => host.runInWorker(() => fixture(context, use))
  if (scope === 'file') {
    return (context, use) => {
      const run = host.currentRun()
      return run ? run.file.run(() => fixture(context, use)) : fixture(context, use)
    }
  }
  return (context, use) => holdTry((context as { task?: object }).task, fixture, context, use)
}
