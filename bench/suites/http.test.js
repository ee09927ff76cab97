import { createServer } from 'node:http'

const count = Number(process.env.BENCH_COUNT)

for (let index = 0; index < count; index++) {
  test(`serves ${index}`, async () => {
    const server = createServer((_request, response) => response.end(`answer ${index}`))
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
    const response = await fetch(`http://127.0.0.1:${server.address().port}/`)
    expect(await response.text()).toBe(`answer ${index}`)
    await new Promise((resolve) => server.close(resolve))
  })
}
