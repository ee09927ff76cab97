import { EventEmitter, once } from 'node:events'

export class Stock extends EventEmitter {
  levels = new Map()

  change(name, by) {
    const level = (this.levels.get(name) ?? 0) + by
    if (level < 0) throw new RangeError(`not enough ${name}`)
    this.levels.set(name, level)
    this.emit('change', { name, level })
    if (level === 0) process.nextTick(() => this.emit('empty', name))
  }

  untilEmpty() {
    return once(this, 'empty').then(([name]) => name)
  }
}
