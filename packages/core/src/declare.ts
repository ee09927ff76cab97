import { runIn } from './context.js'
import { type AllowRule, checkRule } from './options.js'
import { scopeNow } from './tracker.js'

/**
 * Lets the current test leave what matches; at top level or in a `describe`, the current file.
 *
 * @param rule `kind`, `package`, `file`, `function` (strings, `*` is a wildcard; all that are given must match), and
 * the reason why this may be left.
 * @throws OptionError for a rule without a reason or with an unknown field.
 * @example
 * ```ts
 * orphans.allow({ kind: 'interval', package: 'some-metrics', reason: 'has no stop function, see its issue 12' })
 * ```
 */
export function allow(rule: AllowRule): void {
  const checked = checkRule(rule, 'orphans.allow()')
  // Without a scope nothing is watched, so there is nothing to allow.
  scopeNow()?.rules.push(checked)
}

/**
 * Makes what is created inside belong to the file instead of the test: it must be released by the end of the file.
 *
 * @param create May be sync or async. Gives what it gives.
 * @example
 * ```ts
 * const pool = await orphans.shared(() => createPool())
 * ```
 */
export function shared<T>(create: () => T): T {
  let scope = scopeNow()
  while (scope?.parent) scope = scope.parent
  return scope ? runIn(scope, create) : create()
}
