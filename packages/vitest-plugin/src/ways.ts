import type { RunnerTestCase, RunnerTestFile, RunnerTestSuite, TestRunner } from 'vitest'
import type { FileHooks, WatchedTry } from './watch.js'

/*
 * There are two ways to enclose a test. An aroundEach hook encloses everything, also other such hooks, and costs 17
 * to 20 % of a run of empty tests. The runner's own methods before and after a try enclose everything but aroundEach
 * hooks and cost about half of that. So the hook is used only in a file that has others, or under a runner of the user's.
 */

type Runner = typeof TestRunner
type Suite = RunnerTestFile | RunnerTestSuite
type AroundEach = (runTest: () => Promise<void>, context: { task: RunnerTestCase }) => Promise<void>
type TryMethod = (this: unknown, task: RunnerTestCase, ...rest: unknown[]) => unknown
interface Methods {
  onBeforeTryTask?: TryMethod
  onAfterRetryTask?: TryMethod
  [patched]?: { hooks: FileHooks | undefined }
}

// Vitest's own keys: without a timeout a hook has no timers.
const timeout = Symbol.for('VITEST_AROUND_TIMEOUT')
const patched = Symbol.for('no-orphans.hooks')

/** Encloses every test of a file. */
export function encloseTests(file: RunnerTestFile, hooks: FileHooks, runner: Runner, realm: object): void {
  const around = hasOwnRunner(realm) || hasAroundEach(file, runner)
  setHooks(runner, around ? undefined : hooks)
  if (!around) return
  // The first hook of the file, so that it is outside all others; not through aroundEach(), which would ask for the
  // fixtures that are to be made for every test, earlier than Vitest does.
  const enclose: AroundEach = async (runTest, { task }) => {
    const current = hooks.begin(task)
    await current.run(runTest)
    await current.end()
  }
  runner.getSuiteHooks(file).aroundEach.unshift(Object.assign(enclose, { [timeout]: 0 }) as never)
}

function hasAroundEach(suite: Suite, runner: Runner): boolean {
  if (runner.getSuiteHooks(suite).aroundEach.length > 0) return true
  return suite.tasks.some((task) => task.type === 'suite' && hasAroundEach(task, runner))
}

function hasOwnRunner(realm: object): boolean {
  const worker = (realm as { __vitest_worker__?: { config?: { runner?: string } } }).__vitest_worker__
  return worker?.config?.runner !== undefined
}

/** Makes the runner's methods call these hooks, or none. */
function setHooks(runner: Runner, hooks: FileHooks | undefined): void {
  const methods = runner.prototype as Methods
  // The runner is the same for all files of a thread that are not isolated.
  methods[patched] ??= patch(methods)
  methods[patched].hooks = hooks
}

function patch(methods: Methods): { hooks: FileHooks | undefined } {
  const state: { hooks: FileHooks | undefined } = { hooks: undefined }
  const tries = new WeakMap<RunnerTestCase, WatchedTry>()
  const { onBeforeTryTask, onAfterRetryTask } = methods
  methods.onBeforeTryTask = function (task, ...rest) {
    const result = onBeforeTryTask?.call(this, task, ...rest)
    const current = state.hooks?.begin(task)
    if (current) {
      tries.set(task, current)
      current.enter()
    }
    return result
  }
  methods.onAfterRetryTask = function (task, ...rest) {
    const result = onAfterRetryTask?.call(this, task, ...rest)
    const verdict = tries.get(task)?.end()
    tries.delete(task)
    return verdict ? Promise.all([verdict, result]) : result
  }
  return state
}
