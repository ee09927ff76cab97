import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../scripts/run.mjs'
import type { Row } from './expected.js'
import type { LibraryRun } from './run.js'

const head = `# Real libraries, used as their documentation says

Each file in \`libraries/\` uses one library twice: closed as documented, which must be silent, and with its close forgotten,
which must be reported. This table is written by a run of \`test/e2e/libraries\` (Vitest 4.1, Node 24, default options).

| library | closed | its close forgotten | by package | blamed | user's line |
|---|---|---|---|---|---|
`

const foot = `
"file" under *blamed*: what a package opened in passing has until the end of the file, and the report names the test. Without
a line: the library opens it after a tick or a chain of promises, of which Node keeps no trace; the report names the test,
the package and the package's own line.

A library that leaves something after a proper close has a test with the one \`orphans.allow\` rule that handles it:
\`chokidar\` (and \`vite\`, which has a copy of it) forgets a timer when it is closed while it reads.

What holds nothing open is silent also when it is left: an idle pool of \`piscina\`, the service of \`esbuild\`, the ready
transport of \`pino\`, the metrics of \`prom-client\`, a database of \`node:sqlite\`, work in flight of \`@swc/core\`, files of
\`mock-fs\`, what \`hyperid\` announces.
`

const versions: Record<string, string> = JSON.parse(
  readFileSync(join(root, 'fixtures/libraries/package.json'), 'utf8'),
).devDependencies

const names: Record<string, string> = {
  fetch: 'global fetch',
  'node-sqlite': 'node:sqlite',
  'grpc-js': '@grpc/grpc-js',
  'parcel-watcher': '@parcel/watcher',
  swc: '@swc/core',
  'opentelemetry-sdk-node': '@opentelemetry/sdk-node',
  'sentry-node': '@sentry/node',
  'launchdarkly-node-server-sdk': '@launchdarkly/node-server-sdk',
  'tanstack-query-core': '@tanstack/query-core',
}

/** The verdicts of a run, as the fixture's README shows them. */
export function table(closed: LibraryRun, left: LibraryRun): string {
  const libraries = [...new Set(Object.keys(closed.statuses).map((name) => name.split(' > ')[0] as string))].sort()
  const lines = libraries.flatMap((library) => {
    const name = names[library] ?? library
    const version = versions[name]?.replace(/^npm:.*@/, '')
    const full = version ? `${name} ${version}` : name
    const verdict = closed.found.some((row) => row.library === library) ? 'reported' : 'silent'
    const found = left.found.filter((row) => row.library === library)
    if (found.length === 0) return [`| ${full} | ${verdict} | silent: holds nothing | | | |`]
    return found.map((row, index) => `| ${index === 0 ? `${full} | ${verdict}` : ' | '} | ${verdictOf(row)} |`)
  })
  return `${head}${lines.join('\n')}\n${foot}`
}

function verdictOf(row: Row): string {
  const kind = row.count ? `${row.kind} (x${row.count})` : row.kind
  return [kind, row.package ?? 'the test itself', row.at, row.mark ? 'yes' : ''].join(' | ')
}
