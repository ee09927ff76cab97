const count = Number(process.env.BENCH_COUNT)

const double = async (value) => value * 2

for (let index = 0; index < count; index++) {
  test(`awaits ${index}`, async () => {
    let sum = 0
    for (let step = 0; step < 2000; step++) sum += await double(step)
    expect(sum).toBe(3_998_000)
  })
}
