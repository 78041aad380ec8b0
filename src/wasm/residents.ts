/**
 * The programs that have memory: a bounded number of them, in the whole process. The one that was used longest ago gives way, and
 * gets memory again when it is used again.
 *
 * @module
 */

/** The most programs that have memory at one time. */
const mostPrograms = 64

/** The most bytes of those that have hardly been used: what a sweep leaves behind. */
const mostBytes = 2 ** 25

/** A program that has run more often than this stays, whatever its size. */
const fewRuns = 16

/** A program that has memory. */
export class Resident {
  readonly bytes: number
  /** When it ran last, by a clock that counts runs. */
  last = ++clock
  runs: number
  #leave: (() => void) | null
  readonly #self = new WeakRef(this)
  readonly #held: Held

  constructor(bytes: number, isBack: boolean, leave: () => void, release: () => void) {
    this.bytes = bytes
    this.runs = isBack ? fewRuns : 0
    this.#leave = leave
    this.#held = { release }
    residents.set(this.#self, this.#held)
    gone.register(this, this.#self, this)
  }

  /** Says that it runs. */
  run(): void {
    this.last = ++clock
    this.runs++
  }

  /** Saves what it needs and gives its memory away. */
  leave(): void {
    const leave = this.#leave
    this.end()
    leave?.()
  }

  /** Its memory was given away. */
  end(): void {
    this.#leave = null
    this.#held.release = null
    residents.delete(this.#self)
    gone.unregister(this)
  }
}

let clock = 0

/**
 * How a program's memory is given away. A host may keep what was deleted from a map until its next full collection (V8's outgrown
 * tables of a map keep each other alive through all smaller ones): so it is emptied, too.
 */
interface Held {
  release: (() => void) | null
}

// Programs that cannot be used any more are not kept alive; how to give their memory away is known without them.
const residents = new Map<WeakRef<Resident>, Held>()

const collect = (reference: WeakRef<Resident>): void => {
  const held = residents.get(reference)
  residents.delete(reference)
  const release = held?.release
  if (held !== undefined) held.release = null
  release?.()
}

// The host may tell late, in a loop that never waits not at all: `present` looks for itself.
const gone = new FinalizationRegistry(collect)

const present = (): Resident[] => {
  const found: Resident[] = []
  for (const reference of residents.keys()) {
    const resident = reference.deref()
    if (resident === undefined) collect(reference)
    else found.push(resident)
  }
  return found.sort((x, y) => x.last - y.last)
}

/**
 * Tells that a program has so many bytes of memory now; others give way. `leave` is called when it has to give way itself, and
 * `release` gives the memory away when the program cannot be used any more.
 */
export const settle = (bytes: number, isBack: boolean, leave: () => void, release: () => void): Resident => {
  const others = present()
  let count = others.length + 1
  let used = bytes
  for (const { runs, bytes: size } of others) if (runs < fewRuns) used += size
  for (const other of others) {
    const isLittleUsed = other.runs < fewRuns
    if (count <= mostPrograms && !(isLittleUsed && used > mostBytes)) continue
    other.leave()
    count--
    if (isLittleUsed) used -= other.bytes
  }
  return new Resident(bytes, isBack, leave, release)
}

/** All programs give way: the host has no memory left. */
export const vacate = (): void => {
  for (const resident of present()) resident.leave()
}
