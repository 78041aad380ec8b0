/**
 * The laws that every smooth map must satisfy by itself.
 *
 * @module
 */
import type { Arbitrary } from 'fast-check'
import type { smooth } from '../../src/index.ts'
import { needs, takes } from '../../src/tensor/contract/index.ts'
import { arbitrary, familyOptions } from '../contract.ts'
import { type LawSet, lawSet } from '../law.ts'
import { adjointLaws, affineLaws, differenceLaws } from '../oracle/adjoint.ts'
import type { Stencil } from '../oracle/difference.ts'
import { type Instance, probing } from '../oracle/probe.ts'
import { purityLaws } from '../oracle/purity.ts'
import type { Rounding } from '../oracle/rounding.ts'
import { programLaws } from '../program/program.ts'
import { samples } from '../samples.ts'
import { cotangentLaws, plainLaws, readingLaws } from './faithful.ts'
import { batchedLaws, liftedLaws } from './lifted.ts'
import { additiveLaws, secondOrderLaws } from './reverseDerivative.ts'

/**
 * What there is to say of a family of smooth maps.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface SmoothFamilyOptions extends Rounding {
  /** Whether they have kinks, as the absolute value has at 0: differences then take the smaller step. */
  readonly kinky?: boolean | undefined
  /**
   * `'jointly'` if affine in all inputs together, `'each'` if so in each float leaf while the others stay, as a matrix
   * product is. Law 20 then holds exactly, for points on the lattice.
   */
  readonly linear?: 'jointly' | 'each' | undefined
  /**
   * Whether they look at numbers themselves instead of applying operations, so that tangents cannot be sent through them.
   * Laws 16, 17, 18, 22b, 44, D1 and D2 are then left out, and 19 is the only oracle.
   */
  readonly opaque?: boolean | undefined
  /** How slopes are measured, if the usual steps do not suit. */
  readonly stencil?: Partial<Stencil> | undefined
}

/**
 * What there is to say of a smooth map besides the map itself.
 *
 * @category Laws
 * @since 0.1.0
 */
export interface SmoothLawOptions<A, B> extends SmoothFamilyOptions {
  /** Points to try it at; away from kinks and poles, if it has any. */
  readonly point: Arbitrary<A>
  /** The same map without its pullback, to be held to. Defaults to its own value. */
  readonly plain?: ((a: A) => B) | undefined
}

/**
 * The laws of each map of a family: reductions over any axes, say.
 *
 * @category Laws
 * @since 0.1.0
 */
export const smoothFamilyLaws = takes(
  'smoothFamilyLaws',
  { name: needs.text, instances: arbitrary, options: needs.optional(needs.givenOptions(familyOptions)) },
  () =>
    <A, B>(
      name: string,
      instances: Arbitrary<Instance<A, B>>,
      { kinky = false, linear, opaque = false, stencil, terms }: SmoothFamilyOptions = {},
    ): LawSet => {
      const probe = probing(instances)
      const through = (sets: () => readonly LawSet[]): readonly LawSet[] => (opaque ? [] : sets())
      // The plainest first: what is wrong breaks many laws, and a person begins with the first that is reported.
      return lawSet(
        name,
        [],
        [
          differenceLaws(name, probe, { kinky, stencil }),
          ...through(() => [adjointLaws(name, probe, { terms }), liftedLaws(name, probe, { terms })]),
          cotangentLaws(name, probe),
          plainLaws(name, probe),
          purityLaws(name, probe),
          ...(linear === undefined ? [] : [affineLaws(name, probe, linear)]),
          additiveLaws(name, probe, { terms }),
          ...through(() => [
            secondOrderLaws(name, probe, { terms }),
            batchedLaws(name, probe, { terms }),
            readingLaws(name, probe),
            programLaws(name, probe, { terms }),
          ]),
        ],
        samples.smooth,
      )
    },
)

/**
 * The laws of one smooth map: sums of cotangents, second derivatives, the adjoint, differences, purity, and the form of
 * cotangents.
 *
 * @example
 * import { op, type smooth, type Tensor } from 'pullback'
 * import { arbitrary, checkLaws, smoothLaws } from 'pullback/laws'
 * const square: smooth.Smooth<Tensor<[2, 3]>, Tensor<[2, 3]>> = x => [
 *   op.mul(x, x),
 *   dy => op.scale(2)(op.mul(x, dy)),
 * ]
 * const reports = checkLaws(smoothLaws('square', square, { point: arbitrary.tensors([2, 3]) }))
 *
 * @category Laws
 * @since 0.1.0
 */
export const smoothLaws = takes(
  'smoothLaws',
  {
    name: needs.text,
    f: needs.smooth,
    options: needs.givenOptions({ point: arbitrary, plain: needs.optional(needs.fn), ...familyOptions }),
  },
  () =>
    <A, B>(
      name: string,
      f: smooth.Smooth<A, B>,
      { point, plain, ...options }: SmoothLawOptions<A, B>,
    ): LawSet =>
      smoothFamilyLaws(
        name,
        point.map(x => ({ f, x, plain })),
        options,
      ),
)
