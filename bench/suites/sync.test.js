const count = Number(process.env.BENCH_COUNT)

for (let index = 0; index < count; index++) {
  test(`adds ${index}`, () => {
    expect(index + 1).toBe(1 + index)
  })
}
