import type { Timeline, TimelineFile, TimelineOrigin, TimelineResource } from '../../src/report/run-report.js'

const kinds = ['interval', 'timeout', 'server', 'socket', 'file-handle']

/** A timeline of four workers with so many resources, one in forty of them an orphan; the same every time. */
export function timeline(count: number): Timeline {
  const clocks = [0, 0, 0, 0]
  const files: TimelineFile[] = []
  const resources: TimelineResource[] = []
  for (let index = 0; resources.length < count; index++) {
    const lane = index % clocks.length
    const start = clocks[lane] as number
    const tests: TimelineFile['tests'] = []
    let at = start + 30
    for (let test = 0; test < 25 && resources.length < count; test++) {
      const end = at + 10 + ((index * 31 + test * 17) % 90)
      tests.push({
        name: `case ${test} works as it should`,
        start: at,
        end,
        state: (test * index) % 19 === 3 ? 'failed' : 'passed',
      })
      for (let each = 0; each < 5 && resources.length < count; each++)
        resources.push(resource(index, test, each, at, end, start))
      at = end + 2
    }
    files.push({ file: `packages/p${index % 6}/test/file-${index}.test.ts`, start, end: at + 10, tests })
    clocks[lane] = at + 40
  }
  return { files, origins: Array.from({ length: 60 }, (_, index) => origin(index)), resources }

  function resource(
    file: number,
    test: number,
    each: number,
    at: number,
    end: number,
    start: number,
  ): TimelineResource {
    const number = resources.length + 1
    const kind = kinds[(each + test) % kinds.length] as string
    const isOrphan = number % 41 === 0
    const over = isOrphan ? (file % 2 ? undefined : start + 2600) : end - 1
    return {
      kind,
      description: kind === 'interval' ? 'interval every 1000 ms' : `${kind} ${number % 7}`,
      remedy: 'close it with close()',
      ...(each === 2 && { package: 'some-metrics' }),
      origin: (each * 7 + test) % 60,
      file,
      test,
      start: at + each * 2,
      ...(over !== undefined && { end: over }),
      ...(isOrphan && { verdict: number % 82 ? ('orphan' as const) : ('known' as const) }),
    }
  }
}

function origin(index: number): TimelineOrigin {
  const line = 10 + index
  const source = [-2, -1, 0, 1, 2].map((offset) => ({
    line: line + offset,
    text: offset ? '  // around' : '  const timer = setInterval(poll, 1000)',
  }))
  return { function: `start${index}`, file: `packages/p${index % 6}/src/module-${index}.ts`, line, column: 5, source }
}
