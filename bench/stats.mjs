/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/**
 * What a variant costs against another, by rounds: each round compares two neighbours in time, so that what changes
 * slowly on the machine falls out.
 * @param {number[]} values
 * @param {number[]} base of the same rounds
 */
export function compare(values, base) {
  const rounds = values.map((value, round) => value / (base[round] ?? median(base)))
  return { ratio: median(rounds), least: Math.min(...rounds), most: Math.max(...rounds) }
}
