/* A client that keeps its connections: `client.mjs <port>`, then a message with the number of requests to make. */
import { Agent, get } from 'node:http'

const port = Number(process.argv[2])
const connections = 16
const agent = new Agent({ keepAlive: true, maxSockets: connections })

const ask = () =>
  new Promise((resolve, reject) => {
    get({ agent, port, host: '127.0.0.1' }, (response) => response.resume().on('end', resolve)).on('error', reject)
  })

process.on('message', async (count) => {
  let left = count
  const askAll = async () => {
    while (left-- > 0) await ask()
  }
  await Promise.all(Array.from({ length: connections }, askAll))
  process.send('done')
})
process.on('disconnect', () => process.exit())
