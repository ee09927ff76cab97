import { disturbancesOf } from './disturbance.js'
import { orphansOf } from './gather.js'
import { shortPath } from './orphan-error.js'
import type { Scope } from './scope.js'

/** For a test that failed: what others left and ran meanwhile, in words. */
export function disturbanceNote(test: Scope): string | undefined {
  const found = disturbancesOf(test)
  if (found.length === 0) return undefined
  const lines = found.map(({ orphan, times }) => {
    const [described] = orphansOf([orphan])
    const frame = described?.origin ?? described?.creator
    const place = frame ? ` at ${shortPath(frame.file)}:${frame.line}:${frame.column}` : ''
    const by = orphan.scope.type === 'test' ? `the test '${orphan.scope.name}'` : 'the file'
    return `  ${described?.description}, left by ${by}${place}, ran ${times === 1 ? 'once' : `${times} times`}`
  })
  return `while this test ran, so did what others left:\n\n${lines.join('\n')}\n`
}
