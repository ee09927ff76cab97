MOCKS.mock('../src/mailer.js', () => ({ sendMail: MOCKS.fn(async ({ to }) => ({ to })) }))

import { createCart } from '../src/cart.js'
import { sendMail } from '../src/mailer.js'
import { createOrders } from '../src/orders.js'

const createMemory = () => {
  const items = new Map()
  return { save: async (id, value) => void items.set(id, value), load: async (id) => items.get(id) }
}

beforeEach(() => {
  MOCKS.clearAllMocks()
})

test('places an order and says so', async () => {
  const orders = createOrders(createMemory(), () => 7)
  const order = await orders.place('1', createCart().add('tea', 350), 'ann@example.org')
  expect(order).toEqual({ id: '1', total: 350, at: 7, state: 'placed' })
  expect(sendMail).toHaveBeenCalledWith({ to: 'ann@example.org', subject: 'Your order 1: 3.50 €' })
})

test('refuses an empty cart', async () => {
  await expect(createOrders(createMemory()).place('1', createCart(), 'a@b')).rejects.toThrow('empty')
  expect(sendMail).not.toHaveBeenCalled()
})

test.each(Array.from({ length: 25 }, (_, index) => `order ${index}`))('cancels %s', async (id) => {
  const store = createMemory()
  const orders = createOrders(store)
  await orders.place(id, createCart().add('tea', 350), 'ann@example.org')
  await orders.cancel(id)
  expect(await store.load(id)).toMatchObject({ state: 'cancelled' })
})

test('cancels only what there is', async () => {
  await expect(createOrders(createMemory()).cancel('x')).rejects.toThrow('no order x')
})
