import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const count = Number(process.env.BENCH_COUNT)
const file = join(process.cwd(), 'package.json')

for (let index = 0; index < count; index++) {
  test(`reads ${index}`, async () => {
    const texts = await Promise.all(Array.from({ length: 20 }, () => readFile(file, 'utf8')))
    expect(texts.every((text) => text.includes('name'))).toBe(true)
  })
}
