import { createQueue } from '../src/queue.js'

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

test('runs so many at a time', async () => {
  const queue = createQueue({ parallel: 3 })
  let running = 0
  let most = 0
  const task = async () => {
    most = Math.max(most, ++running)
    await sleep(2)
    running--
  }
  await Promise.all(Array.from({ length: 12 }, () => queue.add(task)))
  expect(most).toBe(3)
})

test.each([1, 2])('tries again after %i failures', async (failures) => {
  const task = MOCKS.fn(async () => {
    if (task.mock.calls.length <= failures) throw new Error('not yet')
    return 'done'
  })
  expect(await createQueue().add(task)).toBe('done')
  expect(task).toHaveBeenCalledTimes(failures + 1)
})

test('gives up', async () => {
  const queue = createQueue({ retries: 1 })
  await expect(queue.add(() => Promise.reject(new Error('never')))).rejects.toThrow('never')
  await sleep(1)
  expect(queue.length).toBe(0)
})

test.each(Array.from({ length: 15 }, (_, index) => index))('keeps the order (%i)', async (index) => {
  const queue = createQueue({ parallel: 1 })
  const order = []
  await Promise.all(Array.from({ length: index }, (_, nth) => queue.add(async () => order.push(nth))))
  expect(order).toEqual(Array.from({ length: index }, (_, nth) => nth))
})
