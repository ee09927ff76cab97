import { type KindName, kindNames } from './kinds/names.js'
import { matches } from './wildcard.js'

/** When a resource must be released: see the option `scope`. */
export type ScopePolicy = 'auto' | 'test' | 'file'

/** What happens with a verdict: see the option `mode`. */
export type Mode = 'fail' | 'warn' | 'off'

/**
 * Lets what matches be left open. Every field given must match; strings may hold `*` as a wildcard.
 *
 * @example
 * ```ts
 * const rule: AllowRule = { package: 'some-metrics', kind: 'interval', reason: 'has no stop(), see its issue 12' }
 * ```
 */
export interface AllowRule {
  /** A kind, as listed in the README, e.g. `'interval'`. */
  kind?: KindName | (string & {})
  /** The package of any frame of the creation stack, e.g. `'some-metrics'`. */
  package?: string
  /** The file of any frame of the creation stack, relative to the project's root. */
  file?: string
  /** The function of any frame of the creation stack. */
  function?: string
  /** Does not allow the leak, it moves the verdict to the end of the file. */
  until?: 'file'
  /** Why this is right. It is printed where the rule is told. */
  reason: string
}

/** The options, the same everywhere. They are JSON, so that they reach workers. */
export interface Options {
  /** `'fail'`, `'warn'` (report, do not fail) or `'off'` (only matchers and explicit scopes). Default `'fail'`. */
  mode?: Mode
  /**
   * When a resource must be released. `'auto'`: by the end of its test, except what a package in node_modules opened
   * in passing, which has until the end of the file. `'test'`: everything by the end of the test. `'file'`:
   * everything by the end of the file. Default `'auto'`.
   */
  scope?: ScopePolicy
  /**
   * What may still end by itself gets this long, in ms; time in which the process could not run does not count.
   * Default `200`.
   */
  settle?: number
  /** Also report what is open but unref'd. Default `false`. */
  unref?: boolean
  /** Close what was reported: `'file'` after the file's last verdict, `'test'` after each, `false` never. Default `'file'`. */
  reclaim?: 'file' | 'test' | false
  /** What may be left, with a reason each. Default `[]`. */
  allow?: AllowRule[]
  /** Where to write the run report, one JSON file. Default: none is written. */
  report?: string
  /** The file of known orphans, which do not fail. Default: none. */
  baseline?: string
  /** A known orphan that is gone fails a full run until its entry is removed. Default: `true` in CI. */
  ratchet?: boolean
  /** Also report functions suspended for ever; `'proved'` only what can never go on. Default `false`. */
  promises?: boolean | 'proved'
  /** Also report listeners left on what outlives the test. Default `false`. */
  listeners?: boolean
}

/** {@link Options} with every default filled in. */
export type ResolvedOptions = Required<Omit<Options, 'report' | 'baseline'>> & Pick<Options, 'report' | 'baseline'>

/**
 * An option that is unknown or has a wrong value. The message names the option, the value and what is allowed.
 *
 * @example
 * ```ts
 * await expect(findOrphans(poll, { settle: -1 })).rejects.toThrow(OptionError)
 * ```
 */
export class OptionError extends TypeError {
  override name = 'OptionError'

  // A process may hold several copies of this package, in several realms; an error of one is an error of all.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (value as OptionError | null)?.name === 'OptionError'
  }
}

/** What a field may be, in words and as a test. */
export type Check = { allowed: string; accepts: (value: unknown) => boolean }

/** One of these values. */
export const oneOf = (...values: unknown[]): Check => ({
  allowed: values.map((value) => JSON.stringify(value)).join(', '),
  accepts: (value) => values.includes(value),
})

const text: Check = {
  allowed: 'a string that is not empty',
  accepts: (value) => typeof value === 'string' && value !== '',
}

/** What each option may be. */
export const checks: Record<keyof Options, Check> = {
  mode: oneOf('fail', 'warn', 'off'),
  scope: oneOf('auto', 'test', 'file'),
  settle: {
    allowed: 'a number of ms, 0 to 600000',
    accepts: (value) => typeof value === 'number' && value >= 0 && value <= 600_000,
  },
  unref: oneOf(true, false),
  reclaim: oneOf('file', 'test', false),
  allow: { allowed: 'an array of rules', accepts: Array.isArray },
  report: text,
  baseline: text,
  ratchet: oneOf(true, false),
  promises: oneOf(true, false, 'proved'),
  listeners: oneOf(true, false),
}

/** Whether there is an option of this name. */
export const isOption = (name: string): boolean => Object.hasOwn(checks, name)

const ruleChecks: Record<keyof AllowRule, Check> = {
  kind: {
    allowed: `${kindNames.join(', ')}, or what stands for some of them, such as 'http*'`,
    accepts: (value) => typeof value === 'string' && kindNames.some((name) => matches(value, name)),
  },
  package: text,
  file: text,
  function: text,
  until: oneOf('file'),
  reason: text,
}

/**
 * Checks options from outside and fills in the defaults.
 *
 * @param input What the user wrote; `undefined` for all defaults.
 * @param where Named in the message, e.g. `noOrphans()` or `testEnvironmentOptions.orphans`.
 * @throws OptionError naming the option, the value and what is allowed.
 * @example
 * ```ts
 * expect(resolveOptions({ settle: 500 })).toMatchObject({ mode: 'fail', settle: 500 })
 * ```
 */
export function resolveOptions(input: unknown, where = 'options'): ResolvedOptions {
  const options = checked<Options>(input ?? {}, checks, where)
  const allow = (options.allow ?? []).map((rule, index) => checkRule(rule, `${where}.allow[${index}]`))
  return {
    mode: options.mode ?? 'fail',
    scope: options.scope ?? 'auto',
    settle: options.settle ?? 200,
    unref: options.unref ?? false,
    reclaim: options.reclaim ?? 'file',
    allow,
    ratchet: options.ratchet ?? isCI(),
    promises: options.promises ?? false,
    listeners: options.listeners ?? false,
    ...(options.report !== undefined && { report: options.report }),
    ...(options.baseline !== undefined && { baseline: options.baseline }),
  }
}

/**
 * Checks one allow rule.
 *
 * @throws OptionError for an unknown field, a wrong value, a missing reason, or a rule that would match everything.
 */
export function checkRule(input: unknown, where: string): AllowRule {
  const rule = checked<AllowRule>(input, ruleChecks, where)
  if (rule.reason === undefined) {
    throw new OptionError(`${where}: the rule ${show(input)} has no reason; add reason: 'why this may be left open'`)
  }
  if (!rule.kind && !rule.package && !rule.file && !rule.function) {
    throw new OptionError(
      `${where}: the rule ${show(input)} would match everything; give kind, package, file or function`,
    )
  }
  return rule
}

/**
 * Checks the fields of an object from outside against a table.
 *
 * @throws OptionError naming the field, its value and what is allowed.
 */
export function checked<T>(input: unknown, table: Record<string, Check>, where: string): T {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new OptionError(`${where}: ${show(input)} is not allowed; allowed is an object with ${names(table)}`)
  }
  for (const [name, value] of Object.entries(input)) {
    const check = Object.hasOwn(table, name) ? table[name] : undefined
    if (!check) throw new OptionError(`${where}: unknown option '${name}'; allowed are ${names(table)}`)
    if (value !== undefined && !check.accepts(value)) {
      throw new OptionError(`${where}.${name}: ${show(value)} is not allowed; allowed is ${check.allowed}`)
    }
  }
  return input as T
}

const names = (table: object): string => Object.keys(table).join(', ')

function show(value: unknown): string {
  return typeof value === 'function' ? `function ${value.name}` : (JSON.stringify(value) ?? String(value))
}

const isCI = (): boolean => Boolean(process.env.CI) && process.env.CI !== 'false'
