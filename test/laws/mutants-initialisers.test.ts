import { describe } from 'vitest'
import { initialiserLaws } from '../../laws/index.ts'
import {
  orthogonalLaws,
  truncatedMoments,
  truncatedNormalLaws,
  varianceScalingLaws,
} from '../../laws/initialiser/spread.ts'
import { initialiser } from '../../src/index.ts'
import { type Mutant, testMutants } from './mutant.ts'

const { normal, orthogonal, truncatedNormal, uniform, varianceScaling } = initialiser

const moments = truncatedMoments(0, 1, -1, 1)
const cut = (make: initialiser.Initialiser) => initialiserLaws('cut', make, () => moments)

const initialisers: readonly Mutant[] = [
  {
    name: 'a gain that is not multiplied by',
    mutant: varianceScalingLaws(({ gain: _, ...options } = {}) => varianceScaling(options)),
    twin: varianceScalingLaws(),
    killedBy: ['N5'],
  },
  {
    name: 'fans of a kernel without its sizes',
    mutant: varianceScalingLaws(options => (shape, dtype, fans) => {
      const [outs = 1, ins = 1] = shape
      return varianceScaling(options)(
        shape,
        dtype,
        fans ?? (shape.length > 2 ? { in: ins, out: outs } : undefined),
      )
    }),
    twin: varianceScalingLaws(),
    killedBy: ['N5'],
  },
  {
    name: 'fans that a layer keeps to itself',
    mutant: varianceScalingLaws(options => (shape, dtype) => varianceScaling(options)(shape, dtype)),
    twin: varianceScalingLaws(),
    killedBy: ['N5'],
  },
  {
    name: 'tails that are not cut off',
    mutant: truncatedNormalLaws((mean, deviation) => normal(mean, deviation)),
    twin: truncatedNormalLaws(),
    killedBy: ['N6'],
  },
  {
    name: 'a piece of the distribution as if it were flat',
    mutant: cut(uniform(-1, 1)),
    twin: cut(truncatedNormal(0, 1, { low: -1, high: 1 })),
    killedBy: ['N3'],
  },
  {
    name: 'rows that are only about at right angles',
    mutant: orthogonalLaws(
      gain => (shape, dtype) => normal(0, (gain ?? 1) / Math.sqrt(shape[0] ?? 1))(shape, dtype),
    ),
    twin: orthogonalLaws(),
    killedBy: ['N8'],
  },
  {
    name: 'a gain that orthogonal weights do not have',
    mutant: orthogonalLaws(() => orthogonal(1)),
    twin: orthogonalLaws(),
    killedBy: ['N8'],
  },
]

describe('initialisers', () => testMutants(initialisers))
