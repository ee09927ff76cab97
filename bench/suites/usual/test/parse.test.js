import { parseCsv, toObjects } from '../src/parse.js'

test('reads cells', () => {
  expect(parseCsv('a,b\n1,2\n')).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
})

test('reads quotes', () => {
  expect(parseCsv('"a ""b""","c,d"')).toEqual([['a "b"', 'c,d']])
})

test.each(Array.from({ length: 20 }, (_, index) => (index + 1) * 200))('reads %i rows', (count) => {
  const text = `id,name,price\n${Array.from({ length: count }, (_, row) => `${row},"item ${row}",${row * 3}`).join('\n')}`
  const objects = toObjects(parseCsv(text))
  expect(objects).toHaveLength(count)
  expect(objects.at(-1)).toEqual({ id: `${count - 1}`, name: `item ${count - 1}`, price: `${(count - 1) * 3}` })
})
