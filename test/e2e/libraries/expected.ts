/** What one leaky test of fixtures/libraries must be reported for. */
export interface Row {
  /** The test file, without its ending. */
  library: string
  test: string
  kind: string
  /** Whose code opened it; none for the test's own. */
  package?: string
  /** When it is due: what a package opened in passing has until the end of the file. */
  at: 'test' | 'file'
  /** The mark `// <- ...` on the user's line; none where Node keeps no trace of the call. */
  mark?: string
  count?: number
}

/*
 * A library that opens something only after `process.nextTick` or a chain of promises has left the user's call, and
 * nothing was made on the way that Node announces, leaves no user's line: such a row has no mark. The report then names
 * the test, the package and its line.
 */
export const rows: Row[] = [
  { library: 'express', test: 'left', kind: 'server', package: 'express', at: 'test', mark: 'leak' },
  { library: 'supertest', test: 'left', kind: 'server', package: 'supertest', at: 'test', mark: 'leak' },
  { library: 'supertest', test: 'left', kind: 'http-request', package: 'superagent', at: 'file', mark: 'leak' },
  { library: 'fastify', test: 'left', kind: 'server', package: 'fastify', at: 'test', mark: 'leak' },
  { library: 'axios', test: 'left', kind: 'http-request', package: 'follow-redirects', at: 'file', mark: 'leak' },
  {
    library: 'axios',
    test: 'left unread',
    kind: 'http-request',
    package: 'follow-redirects',
    at: 'file',
    mark: 'unread',
  },
  { library: 'got', test: 'left', kind: 'http-request', package: 'got', at: 'file' },
  { library: 'undici', test: 'left', kind: 'fetch', package: 'undici', at: 'file', mark: 'leak' },
  { library: 'undici', test: 'left through a proxy', kind: 'fetch', package: 'undici', at: 'file', mark: 'proxied' },
  { library: 'undici', test: 'left over HTTP/2, unread', kind: 'fetch', package: 'undici', at: 'file', mark: 'unread' },
  {
    library: 'undici',
    test: 'left over HTTP/2, unanswered',
    kind: 'fetch',
    package: 'undici',
    at: 'file',
    mark: 'unanswered',
  },
  { library: 'undici', test: 'left, a tunnel', kind: 'fetch', package: 'undici', at: 'file', mark: 'tunnel' },
  { library: 'undici', test: 'left, a WebSocket', kind: 'websocket', package: 'undici', at: 'file', mark: 'websocket' },
  { library: 'undici-8', test: 'left', kind: 'fetch', package: 'undici-8', at: 'file', mark: 'leak' },
  {
    library: 'undici-8',
    test: 'left, a WebSocket',
    kind: 'websocket',
    package: 'undici-8',
    at: 'file',
    mark: 'websocket',
  },
  {
    library: 'undici-8',
    test: 'left, one WebSocket of two over HTTP/2',
    kind: 'websocket',
    package: 'undici-8',
    at: 'file',
    mark: 'stream',
  },
  { library: 'fetch', test: 'left', kind: 'fetch', at: 'test', mark: 'leak' },
  { library: 'fetch', test: 'left unread', kind: 'fetch', at: 'test', mark: 'unread' },
  { library: 'ws', test: 'left', kind: 'socket', package: 'ws', at: 'file', mark: 'leak' },
  { library: 'ws', test: 'left server', kind: 'server', package: 'ws', at: 'test', mark: 'server' },
  { library: 'socket.io', test: 'left', kind: 'server', package: 'socket.io', at: 'test', mark: 'leak' },
  { library: 'socket.io', test: 'left client', kind: 'socket', package: 'ws', at: 'file', mark: 'client' },
  {
    library: 'socket.io',
    test: 'left client',
    kind: 'timeout',
    package: 'engine.io-client',
    at: 'file',
    mark: 'client',
  },
  { library: 'graphql-ws', test: 'left', kind: 'socket', package: 'ws', at: 'file', mark: 'leak' },
  { library: 'pg', test: 'left', kind: 'socket', package: 'pg', at: 'file', mark: 'leak' },
  { library: 'pg', test: 'left', kind: 'timeout', package: 'pg-pool', at: 'file', mark: 'leak' },
  { library: 'pg', test: 'left client', kind: 'socket', package: 'pg', at: 'file', mark: 'client' },
  { library: 'knex', test: 'left', kind: 'socket', package: 'pg', at: 'file' },
  { library: 'knex', test: 'left', kind: 'interval', package: 'tarn', at: 'file' },
  { library: 'ioredis', test: 'left', kind: 'socket', package: 'ioredis', at: 'file' },
  { library: 'mqtt', test: 'left', kind: 'socket', package: 'mqtt', at: 'file', mark: 'leak' },
  { library: 'mqtt', test: 'left', kind: 'interval', package: 'mqtt', at: 'file', mark: 'leak' },
  { library: 'aedes', test: 'left', kind: 'interval', package: 'aedes', at: 'file', mark: 'leak' },
  { library: 'aedes', test: 'left', kind: 'interval', package: 'aedes', at: 'file', mark: 'leak' },
  { library: 'nodemailer', test: 'left', kind: 'socket', package: 'nodemailer', at: 'file', mark: 'leak' },
  { library: 'smtp-server', test: 'left', kind: 'server', package: 'smtp-server', at: 'test', mark: 'leak' },
  { library: 'grpc-js', test: 'left', kind: 'http2-session', package: '@grpc/grpc-js', at: 'file' },
  { library: 'grpc-js', test: 'left server', kind: 'server', package: '@grpc/grpc-js', at: 'test' },
  { library: 'piscina', test: 'left', kind: 'message-port', package: 'piscina', at: 'file', mark: 'leak' },
  { library: 'tinypool', test: 'left', kind: 'message-port', package: 'tinypool', at: 'file', mark: 'leak' },
  { library: 'execa', test: 'left', kind: 'child-process', package: 'execa', at: 'file', mark: 'leak' },
  { library: 'chokidar', test: 'left', kind: 'watcher', package: 'chokidar', at: 'test', count: 5 },
  { library: 'chokidar', test: 'left by chokidar after its close', kind: 'timeout', package: 'chokidar', at: 'file' },
  { library: 'aws-crt', test: 'left', kind: 'handle', package: 'aws-crt', at: 'file', mark: 'leak' },
  { library: 'parcel-watcher', test: 'left', kind: 'handle', package: '@parcel/watcher', at: 'file', mark: 'leak' },
  { library: 'node-cron', test: 'left', kind: 'timeout', package: 'node-cron', at: 'file', mark: 'leak' },
  {
    library: 'pino',
    test: 'left',
    kind: 'worker',
    package: 'thread-stream',
    at: 'file',
    mark: 'leak',
  },
  { library: 'prom-client', test: 'left', kind: 'http-request', package: 'prom-client', at: 'file', mark: 'leak' },
  { library: 'opentelemetry-sdk-node', test: 'left', kind: 'timeout', package: '@opentelemetry/sdk-trace', at: 'file' },
  {
    library: 'opentelemetry-sdk-node',
    test: 'left',
    kind: 'http-request',
    package: '@opentelemetry/otlp-exporter-base',
    at: 'file',
  },
  { library: 'msw', test: 'left', kind: 'timeout', package: 'msw', at: 'file', mark: 'leak' },
  { library: 'nock', test: 'left', kind: 'timeout', package: 'nock', at: 'file' },
  { library: 'jsdom', test: 'left', kind: 'interval', at: 'test', mark: 'leak' },
  { library: 'happy-dom', test: 'left', kind: 'interval', at: 'test', mark: 'leak' },
  { library: 'react-dom', test: 'left', kind: 'interval', at: 'test', mark: 'leak' },
  { library: 'node-fetch', test: 'left', kind: 'http-request', package: 'node-fetch', at: 'file', mark: 'leak' },
  { library: 'arangojs', test: 'left', kind: 'fetch', package: 'arangojs', at: 'file', mark: 'leak' },
  { library: 'mongodb', test: 'left', kind: 'socket', package: 'mongodb', at: 'file', mark: 'leak' },
  { library: 'mongodb', test: 'left', kind: 'socket', package: 'mongodb', at: 'file' },
  { library: 'mongodb', test: 'left', kind: 'timeout', package: 'mongodb', at: 'file' },
  { library: 'mongodb', test: 'left', kind: 'timeout', package: 'mongodb', at: 'file' },
  { library: 'bullmq', test: 'left', kind: 'socket', package: 'ioredis', at: 'file' },
  { library: 'sentry-node', test: 'left', kind: 'http-request', package: '@sentry/node', at: 'file' },
  {
    library: 'launchdarkly-node-server-sdk',
    test: 'left',
    kind: 'interval',
    package: '@launchdarkly/js-sdk-common',
    at: 'file',
    mark: 'leak',
  },
  {
    library: 'launchdarkly-node-server-sdk',
    test: 'left',
    kind: 'interval',
    package: '@launchdarkly/js-sdk-common',
    at: 'file',
    mark: 'leak',
  },
  {
    library: 'launchdarkly-node-server-sdk',
    test: 'left',
    kind: 'timeout',
    package: '@launchdarkly/js-server-sdk-common',
    at: 'file',
  },
  { library: 'effect', test: 'left', kind: 'timeout', package: 'effect', at: 'file', mark: 'leak' },
  {
    library: 'tanstack-query-core',
    test: 'left',
    kind: 'timeout',
    package: '@tanstack/query-core',
    at: 'file',
    mark: 'leak',
  },
  { library: 'framer-motion', test: 'left', kind: 'interval', package: 'motion-dom', at: 'file', mark: 'leak' },
  { library: 'esbuild', test: 'left', kind: 'child-process', package: 'esbuild', at: 'file', mark: 'leak' },
  { library: 'vite', test: 'left', kind: 'watcher', package: 'vite', at: 'test', count: 5 },
  { library: 'vite', test: 'left', kind: 'server', package: 'vite', at: 'test' },
]
