import { writeFileSync } from 'node:fs'

const count = Number(process.env.BENCH_COUNT)

for (let index = 0; index < count; index++) {
  test(`adds ${index}`, () => {
    expect(index + 1).toBe(1 + index)
  })
}

// What the tests themselves take, hooks and the runner's own work around each included, without its start.
let start

beforeAll(() => {
  start = process.cpuUsage()
})

afterAll(() => {
  const { user, system } = process.cpuUsage(start)
  writeFileSync(process.env.BENCH_INSIDE, String((user + system) / 1e6))
})
