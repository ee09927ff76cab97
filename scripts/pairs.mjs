/**
 * A version of a framework, as a lab, on a version of Node that it supports.
 * @typedef {{ lab: 'vitest-4' | 'vitest-5' | 'jest-29' | 'jest-30', node: 20 | 22 | 24 | 26 }} Pair
 */

/** @type {Record<Pair['lab'], Pair['node'][]>} */
const supported = {
  'vitest-4': [20, 22, 24, 26],
  'vitest-5': [22, 24, 26],
  'jest-29': [20, 22, 24, 26],
  'jest-30': [20, 22, 24, 26],
}

/** @returns {Pair[]} every pair that its framework supports */
export function allPairs() {
  return Object.entries(supported).flatMap(([lab, versions]) => versions.map((node) => ({ lab, node })))
}

/**
 * The pairs to test on: the oldest and the newest of each framework, or those that the variable NO_ORPHANS_PAIRS names,
 * which is `all` or a list such as `vitest-5@24,jest-30@26`.
 * @param {'vitest' | 'jest'} [framework] by default both
 * @returns {Pair[]}
 */
export function pairs(framework) {
  if (!framework) return [...pairs('vitest'), ...pairs('jest')]
  const isWanted = (pair) => frameworkOf(pair) === framework
  const wanted = process.env.NO_ORPHANS_PAIRS
  if (wanted && wanted !== 'all') return parsePairs(wanted.split(',')).filter(isWanted)
  const all = allPairs().filter(isWanted)
  return wanted ? all : [all[0], all.at(-1)]
}

/**
 * @param {string[]} names as `vitest-5@24`
 * @returns {Pair[]}
 */
export function parsePairs(names) {
  return names.map((name) => {
    const found = allPairs().find((pair) => nameOf(pair) === name)
    if (!found) throw new Error(`there is no pair ${name}, only ${allPairs().map(nameOf).join(', ')}`)
    return found
  })
}

/**
 * @param {Pair} pair
 * @returns {string}
 */
export const nameOf = ({ lab, node }) => `${lab}@${node}`

/**
 * @param {Pair} pair
 * @returns {'vitest' | 'jest'}
 */
export const frameworkOf = ({ lab }) => lab.split('-')[0]
