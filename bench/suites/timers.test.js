const count = Number(process.env.BENCH_COUNT)

for (let index = 0; index < count; index++) {
  test(`sets and clears ${index}`, () => {
    for (let step = 0; step < 200; step++) clearTimeout(setTimeout(() => {}, 1000 + step))
  })
}
