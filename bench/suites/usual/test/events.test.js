import { Stock } from '../src/events.js'

test('tells of changes', () => {
  const stock = new Stock()
  const seen = MOCKS.fn()
  stock.on('change', seen)
  stock.change('tea', 3)
  stock.change('tea', -1)
  expect(seen.mock.calls).toEqual([[{ name: 'tea', level: 3 }], [{ name: 'tea', level: 2 }]])
})

test.each(Array.from({ length: 40 }, (_, index) => index + 1))('tells when %i are gone', async (count) => {
  const stock = new Stock()
  stock.change('tea', count)
  const empty = stock.untilEmpty()
  for (let index = 0; index < count; index++) stock.change('tea', -1)
  expect(await empty).toBe('tea')
})

test('never goes below none', () => {
  expect(() => new Stock().change('tea', -1)).toThrow('not enough tea')
})
