/*
 * Compares what was reported for one row with what the table expects.
 */
import { placeOf } from './places.mjs'

const fits = (pattern, text) => (typeof pattern === 'string' ? pattern === text : pattern.test(text))

/** @returns {string[]} what is wrong */
export function judgeRow({ row, specimen, way, judged, root, somePackage }) {
  const shown = judged.map(
    ({ at, orphan }) =>
      `${at}: ${orphan.kind}: ${orphan.description} x${orphan.count} at ${orphan.origin?.file}:${orphan.origin?.line}`,
  )
  const silent =
    row.expects === 'silent' || (row.expects === 'silent unless deliberate' && !isDeliberate(specimen, row.expects))
  if (silent) return shown.length > 0 ? [`expected nothing, and there was ${shown.join(' | ')}`] : []
  if (judged.length !== 1) return [`expected one orphan, and there was ${shown.join(' | ') || 'none'}`]

  const [{ at, orphan }] = judged
  const problems = []
  const expect = (what, found, wanted) => {
    if (found !== wanted) problems.push(`${what} is ${found}, not ${wanted}`)
  }
  const deliberate = isDeliberate(specimen)
  const atFile =
    row.expects === 'orphan at file' ||
    row.expects === 'orphan of the file' ||
    (row.expects === 'orphan of a package' && !deliberate)
  expect('verdict', at, atFile ? 'file' : 'test')
  expect('owner', orphan.owner.type, row.expects === 'orphan of the file' ? 'file' : 'test')
  if (orphan.owner.type === 'test') expect('owner', orphan.owner.name, 'the test')
  expect('kind', orphan.kind, specimen.kind)
  if (!fits(specimen.description, orphan.description)) {
    problems.push(`description is ${orphan.description}, not ${specimen.description}`)
  }
  expect('count', orphan.count, 1)
  expect('unref', orphan.unref, row.expects.startsWith('unref'))

  const begins = placeOf(specimen.name, 'begins', way.package ? somePackage : root)
  const through = placeOf(way.name, 'through', root)
  const isAt = (frame, place) => frame?.file === place?.file && frame?.line === place?.line
  if (!begins) problems.push('the specimen marks no line')
  else if (!isAt(orphan.creator, begins)) {
    problems.push(`creator is ${orphan.creator?.file}:${orphan.creator?.line}, not ${begins.file}:${begins.line}`)
  }
  if (way.package) expect('package', orphan.package, 'some-package')
  else expect('package', orphan.package, undefined)
  const origin = way.package ? through : begins
  if (!isAt(orphan.origin, origin) && !(way.package && specimen.callers === false)) {
    problems.push(`origin is ${orphan.origin?.file}:${orphan.origin?.line}, not ${origin?.file}:${origin?.line}`)
  }
  if (specimen.callers !== false && through && !orphan.stack.some((frame) => isAt(frame, through))) {
    problems.push(`no frame of the stack is at ${through.file}:${through.line}`)
  }
  return problems
}

/** A listening server and a watcher are never opened in passing. */
const isDeliberate = (specimen) => ['server', 'watcher', 'udp'].includes(specimen.kind)
