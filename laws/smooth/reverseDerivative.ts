/**
 * The laws of a reverse derivative category that speak of one map: RD.1, RD.2, RD.6 and RD.7.
 *
 * They tell a broken combinator from a sound one, and are blind to a wrong primitive: `R[tanh] := R[sin]` satisfies them.
 *
 * @see R. Cockett, G. Cruttwell, J. Gallagher, J.-S. P. Lemay, B. MacAdam, G. Plotkin, D. Pronk: "Reverse derivative
 * categories" (2020)
 *
 * @module
 */
import { type Cotangent, smooth, zero } from '../../src/index.ts'
import { exact, inner, norm } from '../close.ts'
import { type LawSet, law, lawSet } from '../law.ts'
import type { Probing } from '../oracle/probe.ts'
import { type Rounding, roundingAt } from '../oracle/rounding.ts'

/** RD.1 and RD.2: sums of maps and of cotangents. */
export const additiveLaws = <A, B>(name: string, probe: Probing<A, B>, rounding: Rounding): LawSet =>
  lawSet(name, [
    law('11', 'R[f + f](x, b̄) = R[f](x, b̄) + R[f](x, b̄)', [probe('db')], ({ f, x, db }) => {
      const once = f(x)[1](db)
      return exact(smooth.plus(f, f)(x)[1](db), smooth.addCotangents(once, once))
    }),
    law('12a', 'R[f](x, b̄ + c̄) = R[f](x, b̄) + R[f](x, c̄)', [probe('db', 'dc')], ({ f, x, db, dc }) => {
      const [y, pull] = f(x)
      const [one, other] = [pull(db), pull(dc)]
      return roundingAt(rounding, x, y)(norm(one) + norm(other) + norm(db) + norm(dc))(
        pull(smooth.addCotangents(db, dc)),
        smooth.addCotangents(one, other),
      )
    }),
    law('12b', 'R[f](x, 0) = 0', [probe()], ({ f, x }) => {
      const [y, pull] = f(x)
      return exact(pull(zero(y)), zero(x))
    }),
  ])

/** RD.6 and RD.7: the pullback's own derivatives, by sending tangents through it. */
export const secondOrderLaws = <A, B>(name: string, probe: Probing<A, B>, rounding: Rounding): LawSet =>
  lawSet(name, [
    law(
      '16',
      'the derivative of b̄ ↦ R[f](x, b̄) in direction c̄ is R[f](x, c̄)',
      [probe('db', 'dc')],
      ({ f, x, db, dc }) => {
        const [y, pull] = f(x)
        const tangent = smooth.jvp((b: Cotangent<B>) => pull(b))(db, dc as never)[1]
        return roundingAt(rounding, x, y)(norm(dc))(tangent, pull(dc))
      },
    ),
    law('17', 'second derivatives of ⟨b̄, f⟩ are symmetric', [probe('db', 'u', 'v')], ({ f, x, db, u, v }) => {
      const second = (direction: smooth.Tangent<A>) =>
        smooth.jvp((a: A): unknown => f(a)[1](db))(x, direction)[1]
      const [du, dv] = [second(u), second(v)]
      const scale = norm(u) * norm(dv) + norm(v) * norm(du) + norm(u) * norm(v) * norm(db)
      return roundingAt(rounding, x, f(x)[0])(scale)(inner(u, dv), inner(v, du))
    }),
  ])
