// The laws of engines far away in memory, where each program has some of its own, and a program that fills it: minutes.
import { describe, expect, test } from 'vitest'
import { engineLaws, registerLaws } from '../../laws/index.ts'
import { compile, fromValues, op, type Tensor, toValues } from '../../src/index.ts'
import { farAway } from '../engines.ts'

describe.each(farAway.map(engine => [engine.name, engine] as const))(
  'an engine in memory %s',
  (_, engine) => {
    registerLaws(engineLaws(engine), test, { numRuns: 2 })
  },
)

test('a program that fills more than 4 GiB', context => {
  const available = process.availableMemory()
  if (available < 6 * 2 ** 30)
    context.skip(`it takes 4.4 GiB, and there are ${(available / 2 ** 30).toFixed(1)} GiB: not tested`)
  const n = 17_000
  // A matrix of 2.2 GiB, and another one of as much that is made of it; both are read by rows and by columns.
  const sums = (rows: Tensor<[17_000, 1]>, columns: Tensor<[1, 17_000]>) => {
    const first = op.matmul<[], 17_000, 1, 17_000>(rows, columns)
    const second = op.transpose([1, 0])(first)
    return [op.sum([1])(first), op.argmax(first), op.sum([0])(second), op.argmax(second)] as const
  }
  const numbers = Float64Array.from({ length: n }, (_, i) => i % 7)
  const total = numbers.reduce((x, y) => x + y, 0)
  const rows = fromValues([n, 1], numbers, 'f64') as Tensor<[17_000, 1]>
  const columns = fromValues([1, n], numbers, 'f64') as Tensor<[1, 17_000]>
  const [byRow, largest, byColumn, largestOfTurned] = compile(sums)(rows, columns)
  for (const x of [byRow, byColumn])
    expect(toValues(x).every((sum, i) => sum === (numbers[i] as number) * total)).toBe(true)
  for (const x of [largest, largestOfTurned])
    expect(toValues(x).every((at, i) => at === (numbers[i] === 0 ? 0 : 6))).toBe(true)
})
