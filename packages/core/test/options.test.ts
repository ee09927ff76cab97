import { expect, test } from 'vitest'
import { kindNames } from '../src/kinds/names.js'
import { OptionError, resolveOptions } from '../src/options.js'

const wrong: [name: string, input: unknown, message: string][] = [
  [
    'an unknown option',
    { setle: 100 },
    "here: unknown option 'setle'; allowed are mode, scope, settle, unref, reclaim, allow, report, baseline, ratchet, promises, listeners",
  ],
  ['a wrong word', { mode: 'fial' }, 'here.mode: "fial" is not allowed; allowed is "fail", "warn", "off"'],
  ['a wrong type', { settle: '200' }, 'here.settle: "200" is not allowed; allowed is a number of ms, 0 to 600000'],
  ['a time below zero', { settle: -1 }, 'here.settle: -1 is not allowed; allowed is a number of ms, 0 to 600000'],
  ['not a number', { settle: Number.NaN }, 'here.settle: null is not allowed; allowed is a number of ms, 0 to 600000'],
  ['reclaim: true', { reclaim: true }, 'here.reclaim: true is not allowed; allowed is "file", "test", false'],
  ['rules that are no array', { allow: {} }, 'here.allow: {} is not allowed; allowed is an array of rules'],
  [
    'a rule without a reason',
    { allow: [{ kind: 'timeout' }] },
    `here.allow[0]: the rule {"kind":"timeout"} has no reason; add reason: 'why this may be left open'`,
  ],
  [
    'an unknown field of a rule',
    { allow: [{ kind: 'timeout', reason: 'x', pakage: 'y' }] },
    "here.allow[0]: unknown option 'pakage'; allowed are kind, package, file, function, until, reason",
  ],
  [
    'a kind that there is none of',
    { allow: [{ kind: 'timer', reason: 'x' }] },
    `here.allow[0].kind: "timer" is not allowed; allowed is ${kindNames.join(', ')}, or what stands for some of them, such as 'http*'`,
  ],
  [
    'a rule that matches everything',
    { allow: [{ reason: 'I give up' }] },
    'here.allow[0]: the rule {"reason":"I give up"} would match everything; give kind, package, file or function',
  ],
  [
    'options that are no object',
    'fail',
    'here: "fail" is not allowed; allowed is an object with mode, scope, settle, unref, reclaim, allow, report, baseline, ratchet, promises, listeners',
  ],
]

test.each(wrong)('%s is told with its name, its value and what is allowed', (_, input, message) => {
  expect(() => resolveOptions(input, 'here')).toThrow(new OptionError(message))
})

test('no options are all defaults', () => {
  expect(resolveOptions(undefined)).toMatchObject({
    mode: 'fail',
    scope: 'auto',
    settle: 200,
    unref: false,
    reclaim: 'file',
    allow: [],
    promises: false,
    listeners: false,
  })
})

test.each(['timeout', 'untracked', 'http*', '*'])('the kind of a rule may be %s', (kind) => {
  const rule = { kind, reason: 'x' }
  expect(resolveOptions({ allow: [rule] }).allow).toEqual([rule])
})

test('an option that is undefined is its default', () => {
  expect(resolveOptions({ mode: undefined, settle: 0 })).toMatchObject({ mode: 'fail', settle: 0 })
})
