import type { Mistake } from './mistakes.js'

/** What small helpers leave. */
export const inTools: Mistake[] = [
  {
    name: 'a deadline outlives its work',
    tests: 'wait',
    file: 'src/wait.ts',
    search: `    clearTimeout(timer)
`,
    replace: '',
    expected: {
      kind: 'timeout',
      test: 'is in time',
      at: 'test',
      file: 'src/wait.ts',
      line: `timer = setTimeout(() => reject(new Error(\`took longer than \${ms} ms\`)), ms)`,
    },
  },
  {
    name: 'a poll does not end',
    tests: 'wait',
    file: 'src/wait.ts',
    search: `      clearInterval(poll)
`,
    replace: '',
    expected: {
      kind: 'interval',
      test: 'waits until it is so',
      at: 'test',
      file: 'src/wait.ts',
      line: 'const poll = setInterval(() => {',
    },
  },
  {
    name: 'a retry is not awaited and never succeeds',
    tests: 'wait',
    file: 'tests/wait.test.ts',
    search: `  await retry(async () => {
    if (++tries < 3) throw new Error('not yet')
  })
  expect(tries).toBe(3)`,
    replace: `  retry(async () => {
    tries++
    throw new Error('not yet')
  }, 1000)
  expect(tries).toBe(1)`,
    expected: {
      kind: 'timeout',
      test: 'tries again',
      at: 'test',
      file: 'src/wait.ts',
      line: 'await new Promise((resolve) => setTimeout(resolve, pause))',
    },
  },
  {
    name: 'a port is not closed',
    tests: 'wait',
    file: 'tests/wait.test.ts',
    search: `  port1.close()
`,
    replace: '',
    expected: {
      kind: 'message-port',
      test: 'tells others',
      at: 'test',
      file: 'tests/wait.test.ts',
      line: 'const { port1, port2 } = new MessageChannel()',
    },
  },
  {
    name: 'a file is not closed',
    tests: 'export',
    file: 'src/export.ts',
    search: `    await file.close()
`,
    replace: '',
    expected: {
      kind: 'file-handle',
      test: 'reads the first line',
      at: 'test',
      file: 'src/export.ts',
      line: 'const file = await open(path)',
    },
  },
  {
    name: 'a stream is read in part',
    tests: 'export',
    file: 'src/export.ts',
    search: `  stream.destroy()
`,
    replace: `  stream.pause()
`,
    expected: {
      kind: 'file',
      test: 'reads the beginning',
      at: 'test',
      file: 'src/export.ts',
      line: 'const stream = createReadStream(path, { highWaterMark: 16 })',
    },
  },
  {
    name: 'a thread is not terminated',
    tests: 'export',
    file: 'src/export.ts',
    search: `  await worker.terminate()
`,
    replace: '',
    expected: {
      kind: 'worker',
      test: 'adds in a thread',
      at: 'test',
      file: 'src/export.ts',
      line: 'const worker = new Worker(code, { eval: true })',
    },
  },
  {
    name: 'a child is not killed',
    tests: 'export',
    file: 'tests/export.test.ts',
    search: `  mirror.kill()
  await new Promise((resolve) => mirror.once('exit', resolve))
`,
    replace: '',
    expected: {
      kind: 'child-process',
      test: 'starts a mirror',
      at: 'test',
      file: 'src/export.ts',
      line: `return spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })`,
    },
  },
]
