const formats = { EUR: ['', ' €'], USD: ['$', ''], GBP: ['£', ''] }

export function format(cents, currency) {
  const found = formats[currency]
  if (!found) throw new RangeError(`unknown currency ${currency}`)
  const [before, after] = found
  const sign = cents < 0 ? '-' : ''
  const whole = String(Math.floor(Math.abs(cents) / 100)).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}${before}${whole}.${String(Math.abs(cents) % 100).padStart(2, '0')}${after}`
}

export function split(cents, people) {
  const share = Math.floor(cents / people)
  return Array.from({ length: people }, (_, index) => share + (index < cents - share * people ? 1 : 0))
}
