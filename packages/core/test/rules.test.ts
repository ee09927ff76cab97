import { expect, test } from 'vitest'
import type { AllowRule } from '../src/options.js'
import type { Origin } from '../src/origin.js'
import { matchingRule, unusedRules } from '../src/rules.js'

const origin: Origin = {
  user: undefined,
  creator: undefined,
  package: 'pg-pool',
  nobody: false,
  stack: [
    { function: 'Pool.newClient', file: '/app/node_modules/pg-pool/index.js', line: 1, column: 1, package: 'pg-pool' },
    { function: 'Repository.find', file: '/app/src/repository.ts', line: 9, column: 5 },
  ],
}

const cases: [name: string, rule: Omit<AllowRule, 'reason'>, matches: boolean][] = [
  ['its kind', { kind: 'socket' }, true],
  ['another kind', { kind: 'timeout' }, false],
  ['the package of a frame', { package: 'pg-pool' }, true],
  ['a wildcard', { package: 'pg-*' }, true],
  ['a part without a wildcard', { package: 'pg' }, false],
  ['a file relative to the root', { file: 'src/*.ts' }, true],
  ['a file elsewhere', { file: 'test/*.ts' }, false],
  ['a function anywhere in the stack', { function: 'Repository.find' }, true],
  ['all fields given', { kind: 'socket', package: 'pg-pool', file: 'src/repository.ts' }, true],
  ['one field of several that does not match', { kind: 'socket', package: 'mysql2' }, false],
  ['a character that means something in a pattern', { function: 'Repository?find' }, false],
]

test.each(cases)('a rule with %s', (_, fields, matches) => {
  const rule = { ...fields, reason: 'a test' }
  expect(matchingRule([rule], 'socket', origin, '/app')).toBe(matches ? rule : undefined)
  expect(unusedRules([rule])).toEqual(matches ? [] : [rule])
})
