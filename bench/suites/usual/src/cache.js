/** Keeps values for a while; sweeps by itself until it is closed. */
export function createCache({ ttl = 1000, now = Date.now } = {}) {
  const entries = new Map()
  const sweep = () => {
    for (const [key, { until }] of entries) if (until <= now()) entries.delete(key)
  }
  const timer = setInterval(sweep, ttl)
  return {
    set: (key, value) => entries.set(key, { value, until: now() + ttl }),
    get(key) {
      const entry = entries.get(key)
      return entry && entry.until > now() ? entry.value : undefined
    },
    async remember(key, load) {
      const known = this.get(key)
      if (known !== undefined) return known
      const value = await load(key)
      this.set(key, value)
      return value
    },
    get size() {
      sweep()
      return entries.size
    },
    close: () => clearInterval(timer),
  }
}
