/** One mistake, put into a copy of fixtures/usual-project. */
export interface Mistake {
  name: string
  /** The test file that meets it. */
  tests: 'users' | 'database' | 'cache' | 'wait' | 'export'
  file: string
  search: string
  replace: string
  expected: Blame
  /** Also run under Jest. */
  jest?: true
}

/** The one orphan that must be reported. */
export interface Blame {
  kind: string
  package?: string
  /** The test to blame; none for what the file's own hooks opened. */
  test?: string
  /** Whether the test fails, or the file: what a package opened in passing has until the end of the file. */
  at: 'test' | 'file'
  file: string
  /** The reported line, as it is in the source. */
  line: string
  count?: number
}

export const mistakes: Mistake[] = [
  {
    name: 'the service does not close its server',
    tests: 'users',
    file: 'src/app.ts',
    search: `    await new Promise((resolve) => this.server.close(resolve))
`,
    replace: '',
    expected: {
      kind: 'server',
      at: 'file',
      file: 'src/app.ts',
      line: `await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))`,
    },
    jest: true,
  },
  {
    name: 'the pool is not ended',
    tests: 'database',
    file: 'src/app.ts',
    search: `    await this.pool.end()
`,
    replace: '',
    expected: {
      kind: 'socket',
      package: 'tiny-pg',
      test: 'asks the database',
      at: 'file',
      file: 'tests/database.test.ts',
      line: `expect(await app.pool.query('grace')).toBe('GRACE')`,
    },
    jest: true,
  },
  {
    name: 'the pool that a request opened is not ended',
    tests: 'users',
    file: 'src/app.ts',
    search: `    await this.pool.end()
`,
    replace: '',
    expected: {
      kind: 'socket',
      package: 'tiny-pg',
      at: 'file',
      file: 'src/app.ts',
      line: `const user = this.cache.get('user') ?? (await this.pool.query('ada'))`,
    },
    jest: true,
  },
  {
    name: 'the cache is not closed',
    tests: 'users',
    file: 'src/app.ts',
    search: `    this.cache.close()
`,
    replace: '',
    expected: {
      kind: 'interval',
      at: 'file',
      file: 'src/cache.ts',
      line: 'private sweeper = setInterval(() => this.sweep(), 60_000)',
    },
    jest: true,
  },
  {
    name: 'the scheduler is not stopped',
    tests: 'users',
    file: 'src/app.ts',
    search: `    this.scheduler.stop()
`,
    replace: '',
    expected: {
      kind: 'timeout',
      at: 'file',
      file: 'src/scheduler.ts',
      line: 'this.timer = setTimeout(() => this.run(), 3_600_000)',
    },
  },
  {
    name: 'the queue is not closed',
    tests: 'database',
    file: 'src/app.ts',
    search: `    await this.queue.close()
`,
    replace: '',
    expected: {
      kind: 'socket',
      package: 'tiny-queue',
      test: 'pushes a job',
      at: 'file',
      file: 'tests/database.test.ts',
      line: `expect(await app.queue.push('mail')).toBe('MAIL')`,
    },
  },
  {
    name: 'the log is not ended',
    tests: 'users',
    file: 'src/app.ts',
    search: `    await new Promise((resolve) => this.log.end(resolve))
`,
    replace: '',
    expected: { kind: 'file', at: 'file', file: 'src/app.ts', line: 'this.log = createWriteStream(devNull)' },
  },
  {
    name: 'the configuration stays watched',
    tests: 'users',
    file: 'src/app.ts',
    search: `    this.config.close()
`,
    replace: '',
    expected: {
      kind: 'watcher',
      at: 'file',
      file: 'src/app.ts',
      line: 'this.config = watch(__dirname, () => this.cache.reset(60_000))',
    },
  },
  {
    name: 'the metrics are not closed',
    tests: 'users',
    file: 'src/app.ts',
    search: `    await this.metrics.close()
`,
    replace: '',
    expected: {
      kind: 'udp',
      at: 'file',
      file: 'src/metrics.ts',
      line: "private readonly socket = createSocket('udp4')",
    },
  },
  {
    name: 'a reset cache sweeps twice',
    tests: 'cache',
    file: 'src/cache.ts',
    search: `    clearInterval(this.sweeper)
    this.sweeper`,
    replace: '    this.sweeper',
    expected: {
      kind: 'interval',
      test: 'keeps and forgets',
      at: 'test',
      file: 'src/cache.ts',
      line: 'private sweeper = setInterval(() => this.sweep(), 60_000)',
    },
  },
  {
    name: 'a hook around each test does not clean up',
    tests: 'cache',
    file: 'tests/cache.test.ts',
    search: `afterEach(() => cache.close())
`,
    replace: '',
    expected: {
      kind: 'interval',
      test: 'keeps and forgets',
      at: 'test',
      file: 'src/cache.ts',
      line: 'this.sweeper = setInterval(() => this.sweep(), every)',
    },
    jest: true,
  },
  {
    name: 'a scheduler plans over its last plan',
    tests: 'database',
    file: 'src/scheduler.ts',
    search: `    this.stop()
    this.runs++`,
    replace: '    this.runs++',
    expected: {
      kind: 'timeout',
      test: 'runs what is scheduled',
      at: 'test',
      file: 'src/scheduler.ts',
      line: 'this.timer = setTimeout(() => this.run(), 3_600_000)',
    },
  },
  {
    name: "a test's own server is left",
    tests: 'users',
    file: 'tests/users.test.ts',
    search: `  expect(await request(server, '/')).toEqual`,
    replace: `  await new Promise<void>((resolve) => server.listen(0, resolve))
  expect(await request(server, '/')).toEqual`,
    expected: {
      kind: 'server',
      test: 'asks a server of its own',
      at: 'test',
      file: 'tests/users.test.ts',
      line: 'await new Promise<void>((resolve) => server.listen(0, resolve))',
    },
    jest: true,
  },
  {
    name: 'a large body is not read',
    tests: 'users',
    file: 'tests/users.test.ts',
    search: '  expect((await response.arrayBuffer()).byteLength).toBe(8 * 1024 * 1024)',
    replace: '  expect(response.status).toBe(200)',
    expected: {
      kind: 'fetch',
      test: 'downloads much',
      at: 'test',
      file: 'tests/users.test.ts',
      line: `const response = await fetch(\`\${app.url}/large\`)`,
    },
    jest: true,
  },
  {
    name: 'a fetch is not aborted',
    tests: 'users',
    file: 'tests/users.test.ts',
    search: `  abort.abort()
  await expect(asked).rejects.toThrow()`,
    replace: '  asked.catch(() => {})',
    expected: {
      kind: 'fetch',
      test: 'gives up on what never answers',
      at: 'test',
      file: 'tests/users.test.ts',
      line: `const asked = fetch(\`\${app.url}/never\`, { signal: abort.signal })`,
    },
  },
  {
    name: 'a stream of events is followed for ever',
    tests: 'users',
    file: 'tests/users.test.ts',
    search: `  asked.destroy()
`,
    replace: '',
    expected: {
      kind: 'http-request',
      test: 'follows events',
      at: 'test',
      file: 'tests/users.test.ts',
      line: `const asked = http.get(\`\${app.url}/events\`)`,
    },
  },
  {
    name: 'a client is not given back to the pool',
    tests: 'database',
    file: 'tests/database.test.ts',
    search: `expect(await pool.query('other'))`,
    replace: `const client = pool.connect()
  expect(await client.query('other'))`,
    expected: {
      kind: 'socket',
      package: 'tiny-pg',
      test: 'has a pool of its own',
      at: 'file',
      file: 'tests/database.test.ts',
      line: 'const client = pool.connect()',
    },
  },
  {
    name: "a test's own pool is not ended",
    tests: 'database',
    file: 'tests/database.test.ts',
    search: `  await pool.end()
`,
    replace: '',
    expected: {
      kind: 'socket',
      package: 'tiny-pg',
      test: 'has a pool of its own',
      at: 'file',
      file: 'tests/database.test.ts',
      line: `expect(await pool.query('other')).toBe('OTHER')`,
    },
  },
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
    jest: true,
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
    jest: true,
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
