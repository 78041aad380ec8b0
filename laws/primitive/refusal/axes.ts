/**
 * Refusals of axes that do not exist or are named twice.
 *
 * @module
 */
import fc from 'fast-check'
import type { AnyTensor } from '../../../src/index.ts'
import { every } from '../../close.ts'
import { type Law, law } from '../../law.ts'
import { refusedSaying } from '../../oracle/refusal.ts'
import { apply, nearly, of, otherType, refuses, shapes, show } from './refusal.ts'

/** Axes that there are not. */
export const axisRefusals: readonly Law[] = [
  law('V4', 'an axis is there, and named once', [shapes, nearly, fc.nat(2)], (shape, wrong, at) => {
    const x = of(shape)
    const axis = at % shape.length
    const along: readonly (readonly [string, (axes: readonly number[]) => () => AnyTensor])[] = [
      ['sum', axes => apply('sum', { axes }, x)],
      ['max', axes => apply('max', { axes }, x)],
      ['transpose', axes => apply('transpose', { axes }, x)],
    ]
    const missing = (name: string, axis: number) =>
      `${name} was given axis ${axis}, but a tensor of shape ${show(shape)} has axes 0 to ${shape.length - 1}.`
    const none = (name: string) => `${name} was given axis 0, but a tensor of shape [] has no axes.`
    const rest = shape.map((_, i) => i).filter(i => i !== axis)
    return every(
      ...along.flatMap(([name, run]) => [
        ...[wrong, shape.length].map(each =>
          refuses(missing(name, each), run([axis, each]), { axis: Number.isNaN(each) ? null : each }),
        ),
        refuses(`${name} was given axis ${axis} twice (shape ${show(shape)}).`, run([axis, axis]), {
          axis,
          shapes: [shape],
        }),
      ]),
      refuses(none('sum'), apply('sum', { axes: [0] }, of([]))),
      refuses(none('concat'), apply('concat', { axis: 0 }, of([]), of([]))),
      refuses(missing('concat', shape.length), apply('concat', { axis: shape.length }, x, x)),
      refusedSaying('ShapeError', /^transpose /, apply('transpose', { axes: rest }, x)),
      refuses('concat needs at least one tensor.', apply('concat', { axis: 0 })),
      otherType('concat', apply('concat', { axis }, x, of(shape, 'f64'))),
    )
  }),
]
