import { spawn } from 'node:child_process'

const count = Number(process.env.BENCH_COUNT)

for (let index = 0; index < count; index++) {
  test(`spawns ${index}`, async () => {
    // It prints and ends before it starts an engine: the child's own work is not what is measured.
    const child = spawn(process.execPath, ['--version'])
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect(code).toBe(0)
    expect(output.trim()).toBe(process.version)
  })
}
