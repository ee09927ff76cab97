import { sendMail } from './mailer.js'
import { format } from './money.js'

export function createOrders(store, clock = Date.now) {
  return {
    async place(id, cart, email) {
      if (cart.total === 0) throw new Error('the cart is empty')
      const order = { id, total: cart.total, at: clock(), state: 'placed' }
      await store.save(id, order)
      await sendMail({ to: email, subject: `Your order ${id}: ${format(order.total, 'EUR')}` })
      return order
    },
    async cancel(id) {
      const order = await store.load(id)
      if (!order) throw new Error(`no order ${id}`)
      await store.save(id, { ...order, state: 'cancelled' })
    },
  }
}
