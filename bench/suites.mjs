/* The suites, and how each framework is started on them. */

/**
 * `count` and `rounds` are for the full run. `quick` says on which Node versions a suite is in the short run, with how
 * many tests, and whether the runner's own leak option runs there too.
 * @typedef {{ majors: number[], count: number, peer?: boolean }} Quick
 * @type {{ name: string, title: string, count: number, quick?: Quick, rounds?: number, hooks?: boolean, jsdom?: boolean }[]}
 */
export const suites = [
  { name: 'usual', title: 'a usual project', count: 1, quick: { majors: [20, 24], count: 1 }, rounds: 5 },
  {
    name: 'sync',
    title: 'synchronous tests',
    count: 5000,
    quick: { majors: [24], count: 2000, peer: true },
    hooks: true,
  },
  { name: 'awaits', title: 'tests of 2,000 awaits', count: 500, quick: { majors: [20], count: 200 } },
  { name: 'timers', title: 'tests of 200 timers set and cleared', count: 500, quick: { majors: [24], count: 300 } },
  { name: 'http', title: 'tests with an HTTP server and a fetch', count: 300 },
  { name: 'files', title: 'tests of 20 file reads', count: 500 },
  { name: 'children', title: 'tests that spawn a child', count: 100 },
  { name: 'jsdom', title: 'tests of jsdom with testing-library', count: 50, jsdom: true },
]

/** A variant: what of the project is different, and what of the command line. */
export const variants = {
  vitest: {
    none: { title: 'without', config: 'none' },
    ours: { title: 'no-orphans', config: 'ours' },
    leaks: { title: '--detectAsyncLeaks', config: 'none', args: ['--detectAsyncLeaks'], peer: true },
    hooks: { title: 'an empty beforeEach and afterEach', config: 'hooks' },
  },
  jest: {
    none: { title: 'without', config: 'none' },
    ours: { title: 'no-orphans', config: 'ours' },
    leaks: { title: '--detectOpenHandles', config: 'none', args: ['--detectOpenHandles'], peer: true },
    why: {
      title: 'why-is-node-running',
      config: 'none',
      nodeArgs: ['--import', 'why-is-node-running/include'],
      peer: true,
    },
    hooks: { title: 'an empty beforeEach and afterEach', config: 'hooks' },
  },
}

/** The lab that stands for a framework on a Node version: the newest that runs there. */
export const labOf = (framework, major) => (framework === 'jest' ? 'jest-30' : major === 20 ? 'vitest-4' : 'vitest-5')

/** @returns {string[]} the arguments of one run */
export function commandLine(framework, command, variant) {
  const { config, args = [], nodeArgs = [] } = variants[framework][variant]
  return framework === 'vitest'
    ? [...nodeArgs, command, 'run', '--config', `${config}.config.mjs`, ...args]
    : // In this process, as it would anyhow with one file or with --detectOpenHandles: else two things would differ.
      [...nodeArgs, command, '--runInBand', '--config', `${config}.config.cjs`, ...args]
}
