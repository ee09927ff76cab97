import { format } from './money.js'

export function createCart(currency = 'EUR') {
  const lines = new Map()
  return {
    add(name, cents, amount = 1) {
      if (amount < 1) throw new RangeError('add at least one')
      const line = lines.get(name) ?? { name, cents, amount: 0 }
      line.amount += amount
      lines.set(name, line)
      return this
    },
    remove(name) {
      return lines.delete(name)
    },
    get total() {
      return [...lines.values()].reduce((sum, { cents, amount }) => sum + cents * amount, 0)
    },
    toJSON() {
      return { lines: [...lines.values()], total: format(this.total, currency) }
    },
  }
}
