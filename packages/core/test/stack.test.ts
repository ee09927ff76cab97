import { expect, test } from 'vitest'
import { parseStack } from '../src/frames.js'
import { packageOf } from '../src/stack.js'

const lines: [line: string, frame: object | undefined][] = [
  ['    at work (/app/src/a.ts:3:5)', { function: 'work', file: '/app/src/a.ts', line: 3, column: 5 }],
  ['    at /app/src/a.ts:3:5', { file: '/app/src/a.ts', line: 3, column: 5 }],
  ['    at async work (/app/a.ts:3:5)', { function: 'work', file: '/app/a.ts', line: 3, column: 5 }],
  ['    at new Pool (/app/a.ts:3:5)', { function: 'Pool', file: '/app/a.ts', line: 3, column: 5 }],
  ['    at Object.start (/app/a.ts:3:5)', { function: 'start', file: '/app/a.ts', line: 3, column: 5 }],
  ['    at Pool.run [as query] (/app/a.ts:3:5)', { function: 'Pool.run', file: '/app/a.ts', line: 3, column: 5 }],
  ['    at file:///app/with%20space/a.ts:3:5', { file: '/app/with space/a.ts', line: 3, column: 5 }],
  ['    at work (file:///app/a.ts?t=123:3:5)', { function: 'work', file: '/app/a.ts', line: 3, column: 5 }],
  [
    '    at eval (eval at run (/app/a.ts:7:9), <anonymous>:1:1)',
    { function: 'eval', file: '/app/a.ts', line: 7, column: 9 },
  ],
  ['    at <anonymous> (/app/a.ts:3:5)', { file: '/app/a.ts', line: 3, column: 5 }],
  ['    at Object.<anonymous> (/app/a.ts:3:5)', { file: '/app/a.ts', line: 3, column: 5 }],
  ['    at Server.<anonymous> (/app/a.ts:3:5)', { file: '/app/a.ts', line: 3, column: 5 }],
  ['    at async Object.<anonymous> (/app/a.ts:3:5)', { file: '/app/a.ts', line: 3, column: 5 }],
  ['    at new Promise (<anonymous>)', undefined],
  ['    at Array.forEach (native)', undefined],
  ['Error: at home', undefined],
]

test.each(lines)('reads %s', (line, frame) => {
  expect(parseStack(line)).toEqual(frame ? [frame] : [])
})

const packages: [file: string, name: string | undefined][] = [
  ['/app/src/a.ts', undefined],
  ['/app/node_modules/pg/lib/client.js', 'pg'],
  ['/app/node_modules/@scope/name/index.js', '@scope/name'],
  ['/app/node_modules/a/node_modules/b/index.js', 'b'],
  ['/app/node_modules/.pnpm/pg@8.0.0/node_modules/pg/lib/client.js', 'pg'],
  ['C:\\app\\node_modules\\@scope\\name\\index.js', '@scope/name'],
  ['/app/.yarn/cache/pg-npm-8.zip/node_modules/pg/lib/client.js', 'pg'],
]

test.each(packages)('%s is of the package %s', (file, name) => {
  expect(packageOf(file)).toBe(name)
})
