import type { Mistake } from './mistakes.js'

/** What a test, or what it asks of the service, leaves. */
export const inTests: Mistake[] = [
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
  },
  {
    name: 'a large body is not read',
    tests: 'users',
    file: 'tests/users.test.ts',
    search: '  expect((await response.arrayBuffer()).byteLength).toBe(8 * 1024 * 1024)',
    // Held, as Node cancels one that is collected.
    replace: '  expect(Object.assign(globalThis, { response }).response.status).toBe(200)',
    expected: {
      kind: 'fetch',
      test: 'downloads much',
      at: 'test',
      file: 'tests/users.test.ts',
      line: `const response = await fetch(\`\${app.url}/large\`)`,
    },
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
]
