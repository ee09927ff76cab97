/* The goals, as ratios in one run, and how far each is met. */
import { compare, median } from './stats.mjs'

/**
 * @typedef {{ what: string, where: string, limit: number, measured: number, text: string, atLeast?: boolean, noise?: number }} Goal
 * A goal is met up to its limit, or from it on if it says `atLeast`. `noise` is how far off the measured may be.
 */

/** @param {Goal} goal */
export const isMet = ({ limit, measured, atLeast }) => (atLeast ? measured >= limit : measured <= limit)

const ofCapture =
  "all but 0.2 us of it is the stack. V8 takes 1.6 us (Node 26) to 3 us (Node 24) to capture a single frame below a hook that does nothing else, as it reads back every variable of each optimised function on the way, and 0.2 to 0.4 us for each further frame up to the sixth, which is the user's. The suite of timers leaves 2 us for each. The stack is what names the line, and nobody knows yet which timer will be left. Fewer frames, another function to begin at and a setTimeout of our own were tried: none is cheaper by more than a third"
const ofLoading =
  "an empty setup file alone takes 3 % of the processor time of a small file's worker under Vitest (4 of 123 ms on Node 24), which is all that the goal allows; ours takes 15 ms: 7 to load it, of which V8 takes 4 to read its text, and 3 to begin to watch. The main process loads the plugin and its reporter in some 16. A code cache of V8's for our files, left by the first worker for the others, saved some 2.5 ms of those 15, and 50 paired runs showed no difference in the whole. Under Jest it is loaded once in a process, in some 10 ms, and every module that Jest reads for a test is a file that is opened and closed: 10 of the 53 ms added to a process of 740. Longer files, and workers that go on to the next one, do not pay the loading again"
const ofEmptyTests =
  "the scope of each test is one asynchronous context more around it; under Jest the environment is asked at each event of a test, for which jest-circus looks up its state in the tests' global object, and the two timers that it sets for every test are told from the test's own by who calls: some 13 us together on Node 24"

/**
 * Where a goal is not met: what was reached, and why no more.
 * @type {Record<string, { value: number, why: string }>}
 */
export const reached = {
  'the usual project, Node 24 and 26': { value: 1.2, why: ofLoading },
  'the usual project, Node 20 and 22': { value: 1.2, why: ofLoading },
  'awaits, Node 20 and 22': {
    value: 1.45,
    why: 'before Node 24 an AsyncLocalStorage, by which a test is known after an await, has every promise announced to it by async_hooks; one that only copies a pointer was no cheaper',
  },
  'any other suite, Node 24 and 26': {
    value: 1.5,
    why: `a file that is read has one stack, and as much again is the system's: before Node 26 a file is read in four requests, and where they come a little slower the threads that serve them sleep in between and have to be woken. A server with a fetch has five stacks, the deepest of them where it listens, with the runner's frames below. ${ofCapture}. In the others it is loading, as these runs take one to two seconds: ${ofLoading}`,
  },
  'timers, Node 24 and 26': { value: 2.5, why: ofCapture },
  'clean test, with 100,000 open around it against none': {
    value: 1.7,
    why: 'with so many open a young collection of V8 takes 7 ms in place of 0.2: that is 0.3 us a test, to the half that an empty one costs. In a test with one timer it is lost in the rest',
  },
  'one timer set and cleared, us more': { value: 12, why: ofCapture },
  "time added to an empty test, against an empty beforeEach and afterEach's, us": { value: 60, why: ofEmptyTests },
  "less time added than by the runner's own leak option": {
    value: 2.3,
    why: `where tests wait for a child process or a page, the option adds little, and loading is most of what we add; Jest's option adds to empty tests only as much as they take, against ten times as much of Vitest's. Of ours, ${ofEmptyTests}`,
  },
}

/** What noise cannot explain: twice the goal, or twice what was reached of it. @param {Goal} goal */
export function isFarOff({ what, limit, measured, atLeast, noise = 0 }) {
  const known = reached[what]?.value ?? limit
  return atLeast ? measured < Math.min(limit, known) / 2 : measured - noise > Math.max(limit, known) * 2
}

/** @param {import('./run-suites.mjs').Cell[]} cells */
export function goalsOfSuites(cells) {
  const goals = []
  for (const cell of cells) {
    const where = `${cell.lab}, Node ${cell.major}, ${cell.suite.name}`
    const { none, ours, hooks } = cell.series
    const [what, limit] = ratioGoal(cell)
    if (ours.failure)
      goals.push({ what: 'no suite of clean tests fails', where, limit: 0, measured: 1, text: 'failed' })
    if (what) {
      const { ratio, least, most } = compare(ours.cpu, none.cpu)
      const text = `${ratio.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`
      goals.push({ what, where, limit, measured: ratio, text })
    }
    for (const [name, peer] of Object.entries(cell.series)) {
      const goal = name === 'leaks' ? peerGoal(cell, peer) : undefined
      if (goal) goals.push({ ...goal, where })
    }
    if (hooks) goals.push(emptyTestGoal(cell, where))
  }
  return goals
}

function ratioGoal({ major, suite }) {
  if (suite.name === 'usual') {
    return major >= 24 ? ['the usual project, Node 24 and 26', 1.03] : ['the usual project, Node 20 and 22', 1.1]
  }
  if (major < 24) return suite.name === 'awaits' ? ['awaits, Node 20 and 22', 1.3] : []
  return suite.name === 'timers' ? ['timers, Node 24 and 26', 1.3] : ['any other suite, Node 24 and 26', 1.1]
}

function peerGoal({ series: { none, ours } }, peer) {
  // What is added below the noise counts as the noise: then the factor is a lower bound, and only that.
  const noise = (Math.max(...none.cpu) - Math.min(...none.cpu)) / 2
  const theirs = added(peer, none)
  const own = added(ours, none)
  if (theirs <= noise) return undefined
  const factor = theirs / Math.max(own, noise)
  const isBound = own < noise
  // A bound below the goal says nothing either way.
  if (isBound && factor < 10) return undefined
  const text = `${isBound ? 'at least ' : ''}${factor.toFixed(1)} times`
  return {
    what: "less time added than by the runner's own leak option",
    limit: 10,
    measured: factor,
    text,
    atLeast: true,
  }
}

/** Inside the tests alone: at the start of a run the difference of two small numbers would be lost. */
function emptyTestGoal({ count, series: { none, ours, hooks } }, where) {
  const perTest = (seconds) => (seconds / count) * 1e6
  const more = (series) => perTest(median(series.inside) - median(none.inside))
  const range = ({ inside }) => Math.max(...inside) - Math.min(...inside)
  const [own, pair] = [more(ours), more(hooks)]
  // Both are differences of what varies by more than they are. The goal stays the pair's; only `--check` allows for it.
  const noise = perTest(range(none)) / 2
  return {
    what: "time added to an empty test, against an empty beforeEach and afterEach's, us",
    where,
    limit: pair,
    measured: own,
    text: `${own.toFixed(1)} us, an empty beforeEach and afterEach ${pair.toFixed(1)} us, give or take ${noise.toFixed(1)} us`,
    noise: perTest(range(ours) + range(none)) / 2,
  }
}

const added = (series, none) =>
  median(series.cpu.map((seconds, round) => seconds - (none.cpu[round] ?? median(none.cpu))))

/** @param {import('./run-inside.mjs').Inside[]} results */
export function goalsOfInside(results) {
  const goals = []
  for (const { major, hot, open, tests, timers, orphans, verdict } of results) {
    const add = (what, limit, measured, text) => goals.push({ what, where: `Node ${major}`, limit, measured, text })
    if (hot) {
      const scope = (hot.scope.tracked.cpu - hot.scope.bare.cpu) / 1000
      add('begin and end of a test with nothing open, us', 20, scope, scope.toFixed(2))
      const timer = (hot.timer.tracked.cpu - hot.timer.bare.cpu) / 1000
      add('one timer set and cleared, us more', 5, timer, timer.toFixed(1))
    }
    if (open) {
      for (const key of ['empty', 'timer']) {
        const [first, last] = [open[0], open.at(-1)].map((each) => each[key].tracked - each[key].bare)
        const what = `clean test${key === 'timer' ? ' with one timer' : ''}, with 100,000 open around it against none`
        add(what, 1.5, last / first, (last / first).toFixed(2))
      }
      add(
        'memory after very many tests, MB more than after 1,000',
        2,
        tests.grown / 1e6,
        (tests.grown / 1e6).toFixed(2),
      )
      const late = tests.last / tests.first
      add('cost of the last tests against the first', 1.5, late, late.toFixed(2))
      add('memory of 1,000,000 timers cleared, MB', 2, timers.grown / 1e6, (timers.grown / 1e6).toFixed(2))
      add('report of 10,000 orphans, ms', 1000, orphans.cpu, orphans.cpu.toFixed(0))
    }
    if (verdict) {
      const { clean, hopeless } = verdict
      const wait = verdict['might settle, and does not'].ms
      add('macrotasks awaited by a clean test', 0, Number(clean.awaited), clean.awaited ? 'some' : 'none')
      add('turns of the event loop awaited by a hopeless leak', 4, hopeless.turns, String(hopeless.turns))
      add('ms awaited by a leak that might settle, of a window of 200', 250, wait, wait.toFixed(0))
    }
  }
  return goals
}
