/**
 * Refusals of shapes that cannot be reached, and of parts that lie outside.
 *
 * @module
 */
import fc from 'fast-check'
import type { Shape } from '../../../src/index.ts'
import { every, holds } from '../../close.ts'
import { type Law, law } from '../../law.ts'
import { refusedSaying } from '../../oracle/refusal.ts'
import { apply, nearly, notFloats, of, refuses, shapes, show, sizes } from './refusal.ts'

/** Shapes that cannot be reached, and pieces that there are not. */
export const shapeRefusals: readonly Law[] = [
  law(
    'V6',
    'shapes are reached that have as many elements, axes that are as long, and pieces that there are',
    [shapes, fc.nat(2), sizes, nearly],
    (shape, at, more, wrong) => {
      const x = of(shape)
      const axis = at % shape.length
      const size = shape.reduce((n, m) => n * m, 1)
      const ones = shape.map(() => 1)
      const zero = shape.map(() => 0)
      const with0 = (all: Shape, value: number): Shape => all.map((n, i) => (i === axis ? value : n))
      const axes = shape.map((_, i) => i)
      const longer = with0(shape, shape[axis]! + more)
      const start = with0(zero, 1)
      const most = with0(ones, shape[axis]!)
      const needsSizes = (name: string, sizes: Shape) =>
        `${name} needs sizes that are non-negative integers, but was given ${show(sizes)}.`
      return every(
        refuses(
          `reshape cannot take ${show(shape)} (${size} elements) to ${show([size + more])} (${size + more}).`,
          apply('reshape', { shape: [size + more] }, x),
        ),
        refusedSaying('ShapeError', /^reshape /, apply('reshape', { shape: [size, wrong] }, x)),
        refuses(
          needsSizes('broadcast', [...shape, wrong]),
          apply('broadcast', { shape: [...shape, wrong], axes }, x),
        ),
        refuses(
          `broadcast needs an axis of ${show([...shape, more])} for each of the ${shape.length} axes of ${show(shape)}.`,
          apply('broadcast', { shape: [...shape, more], axes: axes.slice(1) }, x),
        ),
        refuses(
          `broadcast cannot take ${show(shape)} to ${show(longer)}: its axis ${axis} has size ${shape[axis]}, but axis ${axis} has size ${longer[axis]}.`,
          apply('broadcast', { shape: longer, axes }, x),
          { axis },
        ),
        refuses(
          `slice needs a start and a size for each axis of ${show(shape)}.`,
          apply('slice', { start: [], sizes: shape }, x),
        ),
        refuses(
          `slice needs a start and a size for each axis of ${show(shape)}.`,
          apply('slice', { start: zero, sizes: [...shape, 1] }, x),
        ),
        refuses(
          `slice leaves ${show(shape)} at axis ${axis}: it asks for ${shape[axis]} from 1, of ${shape[axis]}.`,
          apply('slice', { start, sizes: most }, x),
          { axis },
        ),
        refusedSaying('ShapeError', /^slice /, apply('slice', { start: with0(zero, wrong), sizes: ones }, x)),
        refusedSaying('ShapeError', /^slice /, apply('slice', { start: zero, sizes: with0(ones, wrong) }, x)),
        holds(
          show(apply('slice', { start: zero, sizes: shape }, x)().shape) === show(shape),
          shape,
          'all of it',
        ),
        ...[
          [zero.slice(1), zero],
          [zero, [...zero, 0]],
        ].map(([before, after]) =>
          refuses(
            `pad needs counts before and after for each axis of ${show(shape)}, but was given ${show(before!)} and ${show(after!)}.`,
            apply('pad', { before, after }, x),
          ),
        ),
        refusedSaying(
          'ShapeError',
          /^pad needs /,
          apply('pad', { before: with0(zero, wrong), after: zero }, x),
        ),
        refusedSaying(
          'ShapeError',
          /^pad needs /,
          apply('pad', { before: zero, after: with0(zero, wrong) }, x),
        ),
        notFloats('pad', shape, apply('pad', { before: zero, after: zero }, of(shape, 'i32'))),
      )
    },
  ),
]
