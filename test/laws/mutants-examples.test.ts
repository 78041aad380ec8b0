// Wrong layers that move, cut, fill and join the axes of examples, each of which a named law must kill.
import { describe } from 'vitest'
import { layerLaws } from '../../laws/index.ts'
import { forget } from '../../laws/layer/same.ts'
import { concatenateLaws } from '../../laws/layer/shape/concatenate.ts'
import { padLaws, sliceLaws } from '../../laws/layer/shape/slice.ts'
import { transposeLaws } from '../../laws/layer/shape/transpose.ts'
import {
  concatenate,
  op,
  pad,
  reshape,
  slice,
  type Tensor,
  transpose,
  type tree,
  zerosLike,
} from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'
import { repull, rerun } from './wrongLayer.ts'

const inverse = (axes: readonly number[]): readonly number[] => axes.map((_, axis) => axes.indexOf(axis))

const examples: readonly Mutant[] = [
  {
    name: 'a transpose that takes an order for its inverse',
    mutant: transposeLaws(axes => forget(transpose(inverse(axes)))),
    twin: transposeLaws(),
    killedBy: ['M6', 'M8'],
    survives: ['M7'],
  },
  {
    name: 'a transpose that only renames the axes',
    mutant: transposeLaws(axes =>
      rerun(forget(transpose(axes)), () => (_, x, state, context) => {
        const [, ...example] = (x as Tensor).shape
        return forget(reshape(axes.map(axis => example[axis] as number))).run({}, x, state, context)
      }),
    ),
    twin: transposeLaws(),
    killedBy: ['M6'],
  },
  {
    name: 'a transpose that pulls back in the order that it ran',
    mutant: layerLaws(
      repull(forget(transpose([1, 2, 0])), () => dy => [
        {},
        op.transpose([0, 2, 3, 1])(dy as never) as never,
      ]),
      { input: [3, 2, 2, 2] },
    ),
    twin: layerLaws(transpose([1, 2, 0]), { input: [3, 2, 2, 2] }),
    killedBy: ['18', '19'],
  },
  {
    name: 'a slice that takes its end, too',
    mutant: sliceLaws(ranges =>
      rerun(
        forget(slice(ranges)),
        () => (_, x, state, context) =>
          forget(
            slice(
              ranges.map(([start, end, step], axis) => [
                start,
                end === undefined || end === (x as Tensor).shape[axis + 1] ? end : end + 1,
                step,
              ]),
            ),
          ).run({}, x, state, context),
      ),
    ),
    twin: sliceLaws(),
    killedBy: ['M10'],
  },
  {
    name: 'a slice that forgets its steps',
    mutant: sliceLaws(ranges => forget(slice(ranges.map(([start, end]) => [start, end])))),
    twin: sliceLaws(),
    killedBy: ['M10', 'M11'],
  },
  {
    name: 'a slice that puts cotangents at the beginning',
    mutant: layerLaws(
      repull(forget(slice([[1, 3]])), () => dy => [{}, op.pad([0, 0], [0, 1])(dy as never) as never]),
      { input: [4, 3] },
    ),
    twin: layerLaws(slice([[1, 3]]), { input: [4, 3] }),
    killedBy: ['18', '19'],
  },
  {
    name: 'a frame whose sides are exchanged',
    mutant: padLaws((padding, options) =>
      forget(
        pad(
          padding.map(([before, after]) => [after, before]),
          options,
        ),
      ),
    ),
    twin: padLaws(),
    killedBy: ['M13'],
    survives: ['M15'],
  },
  {
    name: 'a frame of zeros whatever the value',
    mutant: padLaws(padding => forget(pad(padding))),
    twin: padLaws(),
    killedBy: ['M14'],
    survives: ['M13', 'M15'],
  },
  {
    name: 'a join in the other order',
    mutant: concatenateLaws(axis =>
      rerun(forget(concatenate(axis)), own => (params, x, state, context) => {
        const [y, pullback, next] = own(params, (x as readonly tree.Tree[]).toReversed(), state, context)
        return [y, dy => [{}, (pullback(dy)[1] as readonly tree.Tree[]).toReversed()], next]
      }),
    ),
    twin: concatenateLaws(),
    killedBy: ['M16', '8g'],
  },
  {
    name: 'a join that gives the cotangent to the first part only',
    mutant: concatenateLaws(axis =>
      repull(forget(concatenate(axis)), own => dy => {
        const [first, ...others] = own(dy)[1] as readonly Tensor[]
        return [{}, [first as tree.Tree, ...others.map(zerosLike)]]
      }),
    ),
    twin: concatenateLaws(),
    killedBy: ['M16', '8g'],
  },
]

describe('examples', () => testMutants(examples))
