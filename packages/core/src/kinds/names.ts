/** The word for every kind, in reports and in allow rules. */
export const kindNames = [
  'timeout',
  'interval',
  'immediate',
  'server',
  'socket',
  'http2-session',
  'udp',
  'http-request',
  'fetch',
  'websocket',
  'message-port',
  'broadcast-channel',
  'watcher',
  'file-handle',
  'file',
  'directory',
  'child-process',
  'worker',
  'stdin',
  'crypto',
  'dns',
  'fs',
  'zlib',
  'io',
  'handle',
  'listener',
  'promise',
  'untracked',
] as const

/** One of {@link kindNames}. */
export type KindName = (typeof kindNames)[number]
