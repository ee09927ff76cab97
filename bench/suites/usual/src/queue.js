/** Runs tasks, so many at a time, and tries again what fails. */
export function createQueue({ parallel = 2, retries = 2, pause = 1 } = {}) {
  const waiting = []
  let running = 0
  const next = () => {
    while (running < parallel && waiting.length > 0) {
      running++
      waiting
        .shift()()
        .finally(() => {
          running--
          next()
        })
    }
  }
  return {
    add(task) {
      return new Promise((resolve, reject) => {
        waiting.push(() => attempt(task, retries, pause).then(resolve, reject))
        next()
      })
    },
    get length() {
      return waiting.length + running
    },
  }
}

async function attempt(task, retries, pause) {
  for (let left = retries; ; left--) {
    try {
      return await task()
    } catch (error) {
      if (left === 0) throw error
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}
