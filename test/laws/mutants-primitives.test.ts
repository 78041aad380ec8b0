// Wrong primitives, each of which a named law must kill.

import { describe } from 'vitest'
import { primitiveLaws } from '../../laws/primitive/laws.ts'
import type { OptionsOf } from '../../laws/primitive/specification.ts'
import { specifications } from '../../laws/primitive/specifications.ts'
import { conventionLaws } from '../../laws/smooth/conventions.ts'
import { type AnyTensor, op, type Shape, type Tensor, zerosLike } from '../../src/index.ts'
import { bind } from '../../src/primitive/core/bind.ts'
import type { Linear, Primitive, View } from '../../src/primitive/core/primitive.ts'
import { primitives } from '../../src/primitive/table.ts'
import { type Mutant, testMutants } from './mutant.ts'

type Table = typeof primitives

/** A primitive of the table with some part exchanged, held to the laws of the original. */
const mutated = <Name extends keyof Table>(
  what: string,
  name: Name,
  change: (original: Primitive<OptionsOf<Table[Name]>>) => Partial<Primitive<OptionsOf<Table[Name]>>>,
  killedBy: readonly string[],
  survives: readonly string[] = [],
): Mutant => {
  type O = OptionsOf<Table[Name]>
  const original = primitives[name] as Primitive<O>
  const laws = (primitive: Primitive<O>) => primitiveLaws(primitive, specifications[name])
  return {
    name: what,
    mutant: laws({ ...original, ...change(original) }),
    twin: laws(original),
    killedBy,
    survives,
  }
}

/** The same tangents, but another pullback in one input. */
const withTranspose =
  <O>(
    which: number,
    transpose: (linear: Linear, dy: AnyTensor, inputs: readonly AnyTensor[], options: O) => AnyTensor,
  ) =>
  (original: Primitive<O>): Partial<Primitive<O>> => ({
    partials: (inputs, y, options) =>
      original
        .partials(inputs, y, options)
        .map((linear, i) =>
          i === which && linear !== null
            ? { ...linear, transpose: dy => transpose(linear, dy, inputs, options) }
            : linear,
        ),
  })

/** Another derivative altogether, in tangents and pullback alike. */
const withFactor =
  (factor: (x: Tensor, y: Tensor) => Tensor) =>
  <O>(): Partial<Primitive<O>> => ({
    partials: ([x], y) => {
      const by = (d: AnyTensor): AnyTensor => op.mul(d as Tensor, factor(x as Tensor, y as Tensor))
      return [{ apply: by, transpose: by }]
    },
  })

describe('derivatives', () => {
  testMutants([
    mutated(
      'a flipped sign in sub',
      'sub',
      withTranspose(1, (_, dy) => dy),
      ['18', '19', '20', '29'],
      ['11', '12a', '12b', '16', '17', '21a', '21b', '23'],
    ),
    mutated(
      'R[tanh] := R[sin]',
      'tanh',
      withFactor(x => op.cos(x)),
      ['19'],
      ['11', '12a', '12b', '16', '17', '18'],
    ),
    mutated(
      'a derivative in terms of the argument where it is one of the value',
      'exp',
      withFactor(x => x),
      ['19'],
    ),
    mutated(
      'a pullback that ignores its cotangent',
      'exp',
      withTranspose(0, (_, dy) => op.shift(1)(zerosLike(dy) as Tensor)),
      ['12a', '12b', '16', '18'],
    ),
    mutated(
      'a pullback that squares its cotangent',
      'scale',
      withTranspose(0, (linear, dy) => linear.transpose(op.mul(dy as Tensor, dy as Tensor))),
      ['12a', '16', '18', '20', '29'],
    ),
    mutated(
      'the partial derivatives of a product exchanged',
      'mul',
      original => ({
        partials: (inputs, y, options) => original.partials(inputs, y, options).toReversed(),
      }),
      ['19', '20', '29'],
    ),
    mutated(
      'a shift that doubles cotangents',
      'shift',
      withTranspose(0, (_, dy) => op.scale(2)(dy as Tensor)),
      ['18', '20', '29'],
    ),
    mutated(
      'a division without its chain',
      'div',
      withTranspose(1, (_, dy) => dy),
      ['18', '19'],
    ),
  ])
})

const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1)

const overwriting: typeof primitives.scatterAdd = {
  ...primitives.scatterAdd,
  kernel: ([updates, indices], y, { batchDims, size }) => {
    const perBatch = sizeOf(indices!.shape.slice(batchDims))
    const width = sizeOf(updates!.shape.slice(indices!.shape.length))
    y.elements.fill(0)
    indices!.elements.forEach((index, i) => {
      const row = Math.floor(i / perBatch) * size + index
      y.elements.set(updates!.elements.subarray(i * width, (i + 1) * width), row * width)
    })
  },
}

describe('structure', () => {
  testMutants([
    mutated(
      'a broadcast whose pullback selects instead of summing',
      'broadcast',
      withTranspose(0, (linear, dy) => {
        const count = linear.transpose(op.shift(1)(zerosLike(dy) as Tensor)) as Tensor
        return op.div(linear.transpose(dy) as Tensor, op.maximum(count, op.shift(1)(zerosLike(count))))
      }),
      ['18', '19', '20', '29'],
    ),
    mutated(
      'a broadcast whose pullback does not sum at all',
      'broadcast',
      withTranspose(0, (_, dy) => dy),
      ['23', '29'],
    ),
    mutated(
      'a matrix product that transposes the gradient of its weights',
      'matmul',
      withTranspose(1, (linear, dy) => {
        const db = linear.transpose(dy) as Tensor<[...Shape, number, number]>
        const [m, n] = [db.shape.at(-2)!, db.shape.at(-1)!]
        const rank = db.shape.length
        const axes = db.shape.map((_, axis) =>
          axis === rank - 2 ? rank - 1 : axis === rank - 1 ? rank - 2 : axis,
        )
        return m === n ? op.transpose(axes)(db) : db
      }),
      ['18', '20', '29'],
    ),
    mutated(
      'a matrix product that reads its second factor transposed',
      'matmul',
      original => ({
        kernel: ([a, b], c, { transposeA, transposeB }) => {
          const square = b!.shape.at(-1) === b!.shape.at(-2)
          original.kernel([a!, b!], c, { transposeA, transposeB: square ? !transposeB : transposeB })
        },
      }),
      ['V1'],
    ),
    mutated(
      'a scatter that overwrites instead of adding',
      'scatterAdd',
      () => ({ kernel: overwriting.kernel }),
      ['V1', '19', '20'],
    ),
    mutated(
      'a gather whose pullback keeps the last of several',
      'gather',
      withTranspose(0, (_, dy, [table, indices], { batchDims }) =>
        bind(overwriting, { batchDims, size: table!.shape[batchDims]! }, [dy, indices!]),
      ),
      ['18', '19', '20', '29'],
    ),
    mutated(
      'attention to a cache that sees one position more',
      'prefixAttention',
      original => ({
        kernel: ([q, k, v, position], y, options) => {
          const [time, capacity] = [q!.shape[2]!, k!.shape[2]!]
          const at = Math.min(position!.elements[0]! + 1, capacity - time)
          original.kernel([q!, k!, v!, { ...position!, elements: Int32Array.of(at) }], y, options)
        },
      }),
      ['V1'],
    ),
    mutated(
      'attention to a cache whose keys get the cotangent of values',
      'prefixAttention',
      original => ({
        partials: (inputs, y, options) => {
          const [q, , v] = original.partials(inputs, y, options)
          return [q!, v!, v!, null]
        },
      }),
      ['19'],
    ),
    mutated(
      'a block that begins where it fits the transposed start',
      'dynamicSlice',
      original => ({
        kernel: ([x, start], y, options) =>
          original.kernel([x!, { ...start!, elements: start!.elements.toReversed() }], y, options),
      }),
      ['V1'],
    ),
    mutated(
      'a block whose pullback adds what was there',
      'dynamicUpdateSlice',
      withTranspose(0, (_, dy) => dy),
      ['18', '20', '29'],
    ),
    mutated(
      'a block of which the pullback reads at the beginning',
      'dynamicUpdateSlice',
      withTranspose(1, (_, dy, [, block]) =>
        op.slice(
          block!.shape.map(() => 0),
          block!.shape,
        )(dy as Tensor),
      ),
      ['18', '20', '29'],
    ),
    mutated(
      'a pad that is off by one',
      'pad',
      original => ({
        kernel: ([x], y, options) => {
          original.kernel([x!], y, options)
          y.elements.copyWithin(1, 0)
        },
      }),
      ['V1'],
    ),
    mutated(
      'a slice whose pullback pads before and after the wrong way round',
      'slice',
      withTranspose(0, (_, dy, [x], { start, sizes }) => {
        const after = x!.shape.map((n, axis) => n - start[axis]! - sizes[axis]!)
        return op.pad(after, start)(dy as Tensor)
      }),
      ['18', '20', '29'],
      ['11', '12a', '12b', '16', '17', '23'],
    ),
    mutated(
      'a sum over the wrong axis',
      'sum',
      original => ({
        kernel: ([x], y, { axes }) => {
          const mirrored = axes.map(axis => x!.shape.length - 1 - axis)
          const fits = x!.shape.filter((_, axis) => !mirrored.includes(axis)).join() === y.shape.join()
          original.kernel([x!], y, { axes: fits ? mirrored : axes })
        },
      }),
      ['V1'],
    ),
    mutated(
      'a concatenation that gives each part the cotangent of another',
      'concat',
      original => ({
        partials: (inputs, y, options) => {
          const partials = original.partials(inputs, y, options)
          const swapped = inputs.every(x => x.shape.join() === inputs[0]!.shape.join())
          return swapped ? partials.toReversed() : partials
        },
      }),
      ['19', '20', '29'],
    ),
    mutated(
      'a transposition whose pullback permutes the same way again',
      'transpose',
      withTranspose(0, (linear, dy, [x]) => {
        const back = linear.apply(dy)
        return back.shape.join() === x!.shape.join() ? back : linear.transpose(dy)
      }),
      ['18', '20', '29'],
    ),
    mutated(
      'a reshape into another order',
      'reshape',
      () => ({ kernel: ([x], y) => y.elements.set(x!.elements.toReversed()) }),
      ['V1'],
    ),
    mutated(
      'a selection whose pullback lets both sides have everything',
      'select',
      withTranspose(1, (_, dy) => dy),
      ['18', '20', '29'],
    ),
    mutated(
      'a comparison that takes ties for greater',
      'greater',
      () => ({ kernel: primitives.greaterEqual.kernel }),
      ['V1'],
    ),
    mutated(
      'an argmax that takes the last of several',
      'argmax',
      () => ({
        kernel: ([x], y) => {
          const n = x!.shape.at(-1)!
          for (let i = 0; i < y.elements.length; i++) {
            const row = Array.from(x!.elements.subarray(i * n, (i + 1) * n))
            y.elements[i] = row.lastIndexOf(Math.max(...row))
          }
        },
      }),
      ['V1'],
    ),
    mutated(
      'random bits that repeat from block to block',
      'bits',
      original => ({
        kernel: (inputs, y, { domain, shape }) => original.kernel(inputs, y, { domain, shape, offset: 0 }),
      }),
      ['V1'],
    ),
    mutated(
      'gamma samples with a derivative as if they were in proportion to their concentration',
      'gammaQuantile',
      () => ({
        partials: ([, alpha], z, { log }) => {
          const slope = (d: AnyTensor): AnyTensor => {
            const share = op.div(d as Tensor, alpha as Tensor)
            return log ? share : op.mul(share, z as Tensor)
          }
          return [null, { apply: slope, transpose: slope }]
        },
      }),
      ['19'],
    ),
    mutated(
      'normal samples between bounds that are those of the whole distribution, cut',
      'truncatedNormalQuantile',
      original => ({
        kernel: ([words, low, high], y, options) => {
          const everywhere = (x: View, bound: number): View => ({
            ...x,
            elements: x.elements.map(() => bound) as never,
          })
          original.kernel([words!, everywhere(low!, -40), everywhere(high!, 40)], y, options)
          for (let i = 0; i < y.elements.length; i++)
            y.elements[i] = Math.min(Math.max(y.elements[i]!, low!.elements[i]!), high!.elements[i]!)
        },
      }),
      ['V1'],
    ),
    mutated(
      'counts of events that are one too many',
      'poissonQuantile',
      original => ({
        kernel: (inputs, y, options) => {
          original.kernel(inputs, y, options)
          for (let i = 0; i < y.elements.length; i++) y.elements[i]! += 1
        },
      }),
      ['V1'],
    ),
    mutated(
      'random floats that use one word of two',
      'uniform01',
      original => ({
        kernel: ([words], y, options) =>
          original.kernel(
            [{ ...words!, elements: words!.elements.map((w, i) => (i % 2 === 1 ? 0 : w)) }],
            y,
            options,
          ),
      }),
      ['V1'],
    ),
    mutated(
      'a conversion that rounds',
      'convert',
      original => ({
        kernel: ([x], y, options) =>
          original.kernel([{ ...x!, elements: x!.elements.map(Math.round) }], y, options),
      }),
      ['V1'],
    ),
  ])
})

describe('conventions', () => {
  const convention = (name: string, changed: Partial<Table>, killedBy: readonly string[]): Mutant => ({
    name,
    mutant: conventionLaws({ ...primitives, ...changed }),
    twin: conventionLaws(),
    killedBy,
  })
  const by = (weight: () => Tensor): Linear => {
    const times = (d: AnyTensor): AnyTensor => op.mul(d as Tensor, weight())
    return { apply: times, transpose: times }
  }
  const where = (mask: AnyTensor): Tensor => op.convert('f64')(mask as Tensor)

  testMutants([
    convention(
      "abs'(0) = 1",
      {
        abs: {
          ...primitives.abs,
          partials: ([x]) => [
            by(() =>
              op.sub(
                op.scale(2)(where(op.greaterEqual(x as Tensor, zerosLike(x as Tensor)))),
                op.shift(1)(zerosLike(x as Tensor)),
              ),
            ),
          ],
        },
      },
      ['24a'],
    ),
    convention(
      'a maximum of which the first wins a tie',
      {
        maximum: {
          ...primitives.maximum,
          partials: ([x, y]) => [
            by(() => where(op.greaterEqual(x as Tensor, y as Tensor))),
            by(() => where(op.greater(y as Tensor, x as Tensor))),
          ],
        },
      },
      ['24c'],
    ),
    convention(
      'a minimum that is differentiated as a maximum',
      { minimum: { ...primitives.minimum, partials: primitives.maximum.partials } },
      ['24d'],
    ),
    convention(
      'a max that gives every winner everything',
      {
        max: {
          ...primitives.max,
          partials: ([x], y) =>
            [by(() => where(op.equal(x as Tensor, op.broadcast(x!.shape)(y as Tensor) as Tensor)))].map(
              linear => ({
                ...linear,
                transpose: dy => linear.transpose(op.broadcast(x!.shape)(dy as Tensor)),
              }),
            ),
        },
      },
      ['24e'],
    ),
    convention(
      'a selection by multiplication',
      {
        select: {
          ...primitives.select,
          partials: ([mask, x, y]) => [
            null,
            by(() => op.mul(where(mask!), op.div(x as Tensor, x as Tensor))),
            by(() =>
              op.mul(
                op.sub(op.shift(1)(zerosLike(y as Tensor)), where(mask!)),
                op.div(y as Tensor, y as Tensor),
              ),
            ),
          ],
        },
      },
      ['24g'],
    ),
  ])
})
