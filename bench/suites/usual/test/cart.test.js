import { createCart } from '../src/cart.js'

let cart

beforeEach(() => {
  cart = createCart()
})

test('starts empty', () => {
  expect(cart.total).toBe(0)
  expect(cart.toJSON()).toEqual({ lines: [], total: '0.00 €' })
})

test('adds the same thing to one line', () => {
  cart.add('tea', 350).add('tea', 350, 2)
  expect(cart.toJSON().lines).toEqual([{ name: 'tea', cents: 350, amount: 3 }])
})

test('removes', () => {
  cart.add('tea', 350)
  expect(cart.remove('tea')).toBe(true)
  expect(cart.remove('tea')).toBe(false)
})

test('refuses none', () => {
  expect(() => cart.add('tea', 350, 0)).toThrow(RangeError)
})

test.each(Array.from({ length: 60 }, (_, index) => index + 1))('sums %i lines', (count) => {
  for (let index = 0; index < count; index++) cart.add(`thing ${index}`, 10 * index, (index % 3) + 1)
  const { lines, total } = cart.toJSON()
  expect(lines).toHaveLength(count)
  expect(total).toMatch(/^[\d,]+\.\d\d €$/)
  expect(lines.reduce((sum, { cents, amount }) => sum + cents * amount, 0)).toBe(cart.total)
})
