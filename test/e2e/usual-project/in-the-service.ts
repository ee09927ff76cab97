import type { Mistake } from './mistakes.js'

/** What the service forgets when it is stopped. */
export const inTheService: Mistake[] = [
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
]
