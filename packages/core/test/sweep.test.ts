import { expect, it } from 'vitest'
import { Entry } from '../src/entry.js'
import type { Kind } from '../src/kinds/kind.js'
import { Scope } from '../src/scope.js'

const kind: Kind<{ state: 'open' | 'closed' }> = {
  name: 'something',
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
