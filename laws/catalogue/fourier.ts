/**
 * Fourier transforms of `op` with their laws.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { op, type Tensor, zerosLike } from '../../src/index.ts'
import { tensors } from '../arbitraries.ts'
import { every, summed } from '../close.ts'
import { law } from '../law.ts'
import { refusedSaying } from '../oracle/refusal.ts'
import { tensorOf } from '../primitive/plain.ts'
import { loosely } from './einsum.ts'
import type { Entry } from './entry.ts'
import { own } from './operation.ts'

const near = summed(64, undefined, 64)

const pairs = fc
  .tuple(fc.integer({ min: 1, max: 2 }), fc.constantFrom(1, 2, 3, 4, 5, 7, 8))
  .chain(([b, n]) =>
    fc.record({ re: tensors([b, n]) as Arbitrary<Tensor>, im: tensors([b, n]) as Arbitrary<Tensor> }),
  )

const turned = op.transpose([1, 0]) as (x: Tensor) => Tensor
const both = ({ re, im }: op.Complex): readonly Tensor[] => [re, im]

/** The Fourier transforms of `op`. */
export const fourierCatalogue = {
  fft: own(
    'fft',
    law('O2', 'op.fft is the sum of its definition, along any axis', [pairs], x => {
      const n = x.re.shape[1]!
      const waves = (part: (angle: number) => number): Tensor =>
        tensorOf({ shape: [n, n], dtype: 'f64', at: ([j, k]) => part((2 * Math.PI * j! * k!) / n) }) as Tensor
      const times = loosely('bj,jk->bk')
      const [c, s] = [waves(Math.cos), waves(Math.sin)]
      const want = [op.add(times(x.re, c), times(x.im, s)), op.sub(times(x.im, c), times(x.re, s))]
      const across = op.fft({ axis: 0 })({ re: turned(x.re), im: turned(x.im) })
      return every(near(both(op.fft()(x)), want), near(both(across).map(turned), want))
    }),
  ),
  ifft: own(
    'ifft',
    law('O2', 'op.ifft undoes op.fft, along any axis', [pairs], x =>
      every(
        near(both(op.ifft()(op.fft()(x))), both(x)),
        near(both(op.fft({ axis: 0 })(op.ifft({ axis: 0 })(x))), both(x)),
      ),
    ),
  ),
  irfft: own(
    'irfft',
    law('O2', 'op.irfft undoes op.rfft, for even and odd lengths, along any axis', [pairs], ({ re }) => {
      const [rows, length] = re.shape as readonly [number, number]
      return every(
        near(op.irfft({ length })(op.rfft()(re)), re),
        near(op.irfft({ axis: 0, length: rows })(op.rfft({ axis: 0 })(re)), re),
        refusedSaying('ShapeError', /irfft cannot give sequences of length/, () =>
          op.irfft({ length: length + 2 })(op.rfft()(re)),
        ),
      )
    }),
  ),
  rfft: own(
    'rfft',
    law('O2', 'op.rfft is the first half of op.fft', [pairs], ({ re }) => {
      const whole = op.fft()({ re, im: zerosLike(re) })
      const half = op.slice([0, 0], [re.shape[0]!, Math.floor(re.shape[1]! / 2) + 1])
      return near(both(op.rfft()(re)), both(whole).map(half))
    }),
  ),
} as const satisfies Readonly<Record<string, Entry>>
