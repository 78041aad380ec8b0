/**
 * Laws of a map's value and of its cotangents' form, the same for every caller.
 *
 * @module
 */
import { smooth, zero } from '../../src/index.ts'
import { exact, holds, sameStructure } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import type { Probing } from '../oracle/probe.ts'

/** 22a: the value of a run is that of the plain map. */
export const plainLaws = <A, B>(name: string, probe: Probing<A, B>): LawSet =>
  lawSet(name, [
    law('22a', 'the value of a run is the value of the plain map', [probe()], ({ f, x, plain }) =>
      exact(f(x)[0], (plain ?? smooth.value(f))(x)),
    ),
  ])

/** 22b: the forward-mode tracer leaves the value as it is. */
export const readingLaws = <A, B>(name: string, probe: Probing<A, B>): LawSet =>
  lawSet(name, [
    law('22b', 'the value under tangents is the value of a run', [probe('v')], ({ f, x, v }) =>
      exact(smooth.jvp(smooth.value(f))(x, v)[0], f(x)[0]),
    ),
  ])

/** 23: one cotangent for each input, of its form. */
export const cotangentLaws = <A, B>(name: string, probe: Probing<A, B>): LawSet =>
  lawSet(name, [
    law(
      '23',
      "a cotangent has its primal's structure, shapes and element types",
      [probe('db')],
      ({ f, x, db }) => {
        const gradient = f(x)[1](db)
        return holds(sameStructure(gradient, zero(x)), gradient, zero(x))
      },
    ),
  ])
