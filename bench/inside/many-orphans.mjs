/* How long it takes to say what a test left when it left very much. */
import { runInThisContext } from 'node:vm'
import { answer, args, deep, timed, watchFile } from './core.mjs'

const { orphans, lines } = args
const watch = watchFile()
const test = watch.test('a test')
// Each on a line of its own, so that the report cannot take them all for one.
const makers = Array.from({ length: lines }, (_, lineOffset) =>
  runInThisContext('(() => setInterval(() => {}, 60_000))', { filename: '/project/src/leak.js', lineOffset }),
)
test.run(() => {
  for (let index = 0; index < orphans; index++) deep(8, makers[index % lines])
})

let found
const { wall, cpu } = await timed(async () => {
  const { error } = await test.end()
  found = { count: error.orphans.reduce((sum, orphan) => sum + (orphan.count ?? 1), 0), text: error.stack.length }
})
answer({ wall: wall / 1e6, cpu: cpu / 1e6, ...found })
