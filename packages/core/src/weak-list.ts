const firstLimit = 64

/** What was added and is still there, in order. */
export class WeakList<T extends object> {
  private references: WeakRef<T>[] = []
  private limit = firstLimit

  add(item: T): void {
    if (this.references.length >= this.limit) {
      this.references = this.references.filter((reference) => reference.deref())
      this.limit = Math.max(firstLimit, this.references.length * 2)
    }
    this.references.push(new WeakRef(item))
  }

  *[Symbol.iterator](): Generator<T> {
    for (const reference of this.references) {
      const item = reference.deref()
      if (item) yield item
    }
  }
}
