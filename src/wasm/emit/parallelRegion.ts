/**
 * Parallel regions: code by which threads compute the chunks of a step together.
 *
 * The thread that runs the program announces a region, takes chunks until none is left, and waits for those that others have
 * taken. It never waits for a worker to arrive: if none does, it computes every chunk itself. Workers take chunks as long as there are any,
 * watch for the next region for a while, sleep for a while, and leave.
 *
 * @module
 */
import { type AddressType, FunctionBuilder, type Local } from '../binary/assembler.ts'
import { control } from '../thread/protocol.ts'

/** How often workers look for the next region before they sleep: about 200 µs. */
const spins = 80_000

/** Nanoseconds that they sleep at most before they leave. */
const sleep = 4_000_000

/**
 * The back-off of the thread that runs the program when workers have not finished for long, in nanoseconds, and the spins that
 * this counts for: on a machine with more to do than cores they may wait for the core that it spins on.
 */
const backOff = 100_000
const backOffSpins = 32_768

/** How often the thread that runs the program spins before it abandons workers that have not finished: many seconds. */
export const defaultSpinLimit = 2 ** 31 - 1

const word = (f: FunctionBuilder, address: number): FunctionBuilder =>
  f.address(0).memory('i32.atomic.load', address)

const addTo = (f: FunctionBuilder, address: number, count: number): FunctionBuilder =>
  f.address(0).i32(count).memory('i32.atomic.rmw.add', address)

const byte = (f: FunctionBuilder, taken: Local, index: number): FunctionBuilder => {
  f.get(taken)
  if (index > 0) f.i32(8 * index).op('i32.shr_u')
  return f.i32(255).op('i32.and')
}

/** How many chunks have been taken: from both ends. */
const total = (f: FunctionBuilder, taken: Local): FunctionBuilder => {
  byte(f, taken, 0)
  return byte(f, taken, 1).op('i32.add')
}

/** Computes a chunk: its number and its region less one are on the stack. */
export type CallChunk = (f: FunctionBuilder) => FunctionBuilder

/**
 * `(region, count, spinLimit) → 0, or 1 if workers do not finish`: computes all chunks of a region, with the workers that are
 * there. It may sleep while it waits for them, unless the host forbids that.
 */
export const emitParallelRegion = (
  call: CallChunk,
  maySleep: boolean,
  addresses: AddressType,
): FunctionBuilder => {
  const f = new FunctionBuilder(['i32', 'i32', 'i32'], ['i32'], addresses)
  const [region, count, left] = [f.parameter(0), f.parameter(1), f.parameter(2)]
  const [taken, spun] = [f.local('i32'), f.local('i32')] as const
  f.address(0).i32(0).memory('i32.atomic.store', control.finished)
  f.address(0).get(region).i32(16).op('i32.shl').memory('i32.atomic.store', control.taken)
  word(f, control.asleep).if(() => {
    f.address(0).i32(-1).memory('memory.atomic.notify', control.taken).op('drop')
  })
  f.loop(() => {
    addTo(f, control.taken, 1).set(taken)
    total(f, taken)
      .get(count)
      .op('i32.lt_s')
      .if(() => {
        byte(f, taken, 0).get(region).i32(1).op('i32.sub')
        call(f)
        addTo(f, control.finished, 1).op('drop').branch(1)
      })
  })
  f.i32(0).set(spun)
  f.block(() => {
    f.loop(() => {
      word(f, control.finished).tee(taken).get(count).op('i32.eq').branchIf(1)
      f.get(left).i32(1).op('i32.sub').tee(left).i32(0).op('i32.le_s')
      f.if(() => {
        f.i32(1).op('return')
      })
      if (!maySleep) {
        f.branch(0)
        return
      }
      f.get(spun).i32(1).op('i32.add').tee(spun).i32(spins).op('i32.lt_s').branchIf(0)
      f.address(0).get(taken).i64(backOff).memory('memory.atomic.wait32', control.finished).op('drop')
      f.get(left).i32(backOffSpins).op('i32.sub').set(left).branch(0)
    })
  })
  return f.i32(0)
}

/**
 * `(program) → ()`: what other threads do until nothing has happened for a while. One that comes late, when the memory is another
 * program's already, leaves at once.
 */
export const emitHelp = (call: CallChunk, addresses: AddressType): FunctionBuilder => {
  const f = new FunctionBuilder(['i32'], [], addresses)
  const [taken, region, count, idle] = [
    f.local('i32'),
    f.local('i32'),
    f.local('i32'),
    f.local('i32'),
  ] as const
  const find = (): void => {
    f.get(taken).i32(16).op('i32.shr_u').tee(region).i32(4).op('i32.mul')
    f.op('address.extend_i32_u').memory('i32.load', control.counts).set(count)
    total(f, taken).get(count).op('i32.lt_s')
  }
  addTo(f, control.present, 1).op('drop')
  word(f, control.program).get(f.parameter(0)).op('i32.ne')
  f.if(() => {
    addTo(f, control.present, -1).op('drop', 'return')
  })
  f.address(0).i32(0).memory('i32.atomic.store', control.called)
  f.i32(0).set(idle)
  f.block(() => {
    f.loop(() => {
      word(f, control.taken).set(taken)
      find()
      f.if(() => {
        addTo(f, control.taken, 256).set(taken)
        find()
        f.if(() => {
          f.get(count).i32(1).op('i32.sub')
          byte(f, taken, 1).op('i32.sub').get(region).i32(1).op('i32.sub')
          call(f)
          addTo(f, control.finished, 1).op('drop')
        })
        f.i32(0).set(idle).branch(1)
      })
      word(f, control.dismissed).branchIf(1)
      f.get(idle).i32(1).op('i32.add').tee(idle).i32(spins).op('i32.lt_s').branchIf(0)
      addTo(f, control.asleep, 1).op('drop')
      f.address(0).get(taken).i64(sleep).memory('memory.atomic.wait32', control.taken).set(count)
      addTo(f, control.asleep, -1).op('drop')
      f.i32(0).set(idle)
      f.get(count).i32(2).op('i32.ne').branchIf(0)
    })
  })
  addTo(f, control.present, -1).op('drop')
  return f
}
