import { format, split } from '../src/money.js'

describe('format', () => {
  test.each([
    [0, 'EUR', '0.00 €'],
    [5, 'EUR', '0.05 €'],
    [123456, 'USD', '$1,234.56'],
    [-250, 'GBP', '-£2.50'],
    [100000000, 'EUR', '1,000,000.00 €'],
  ])('%i %s', (cents, currency, expected) => {
    expect(format(cents, currency)).toBe(expected)
  })

  test('refuses what it does not know', () => {
    expect(() => format(1, 'ABC')).toThrow('unknown currency ABC')
  })
})

describe('split', () => {
  test.each(Array.from({ length: 40 }, (_, index) => [index * 37 + 1, (index % 7) + 1]))(
    '%i by %i',
    (cents, people) => {
      const shares = split(cents, people)
      expect(shares).toHaveLength(people)
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(cents)
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
    },
  )
})
