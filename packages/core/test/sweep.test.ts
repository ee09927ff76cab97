import { expect, it } from 'vitest'
import { Entry } from '../src/entry.js'
import type { Kind } from '../src/kinds/kind.js'
import { Peak, Peaks } from '../src/patterns/peak.js'
import { Scope } from '../src/scope.js'

const kind: Kind<{ state: 'open' | 'closed' }> = {
  name: 'handle',
  types: [],
  depth: 1,
  state: ({ state }) => state,
  maySettle: () => false,
  describe: () => 'something',
  remedy: () => 'nothing',
  reclaim: () => {},
}

it('finds a closed cause that stands before something open', () => {
  const scope = new Scope('test', 'a test')
  const entry = (id: number, trigger: number, state: 'open' | 'closed'): Entry =>
    new Entry({ state }, kind, id, trigger, {}, scope)
  const request = entry(10, 1, 'closed')
  const interval = entry(11, 1, 'open')
  const socket = entry(12, 10, 'open')
  for (const each of [request, interval, socket]) scope.add(each)

  expect(scope.sweep()).toEqual([interval, socket])
  expect(socket.cause).toBe(request)
})

// The picture of a run asks now and then, also before the first sweep.
it('finds what scheduled the tick in which something was made, whenever that is asked', () => {
  const scope = new Scope('test', 'a test')
  const [socket, tick] = [10, 11]
  const entry = (id: number, scheduledBy: number): Entry =>
    new Entry({ state: 'open' }, kind, id, tick, {}, scope, scheduledBy)
  const [first, made, other] = [entry(socket, 1), entry(12, socket), entry(13, 2)]
  for (const each of [first, made, other]) scope.add(each)

  expect(made.cause).toBe(first)
  expect(other.cause).toBeNull()
})

/** Adds very many entries, and tells which of them were asked while they were added themselves. */
function askedWhileMade(add: (entry: Entry) => void, scope: Scope): { early: number; late: number } {
  let making: object | undefined
  const asked = { early: 0, late: 0 }
  const watched: Kind<object> = {
    ...kind,
    state(resource) {
      asked[resource === making ? 'early' : 'late']++
      return 'open'
    },
  }
  for (let id = 1; id <= 1000; id++) {
    making = { id }
    add(new Entry(making, watched, id, 0, {}, scope))
  }
  return asked
}

// A Worker that is asked inside its own init callback ends the process with a segmentation fault, now and then.
it('asks nothing of a thing that is only being made', () => {
  const scope = new Scope('test', 'a test')
  const { early, late } = askedWhileMade((entry) => scope.add(entry), scope)
  expect(early).toBe(0)
  expect(late).toBeGreaterThan(0)
})

it('asks nothing of it either where somebody counts', () => {
  const scope = new Scope('block', 'a block')
  const peaks = new Peaks(scope, [new Peak('total', 10_000, false)])
  const { early, late } = askedWhileMade((entry) => scope.onAdd?.(entry), scope)
  expect(early).toBe(0)
  expect(late).toBeGreaterThan(0)
  peaks.stop()
})
