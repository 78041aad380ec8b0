/**
 * The table of operators that are read.
 *
 * @module
 */
import type { Operator } from '../node/operator.ts'
import { activation } from './activation.ts'
import { arithmetic } from './arithmetic.ts'
import { attentions } from './attention.ts'
import { bits } from './bitwise.ts'
import { blockMovements } from './blocks.ts'
import { controls } from './control.ts'
import { convolutions } from './convolution.ts'
import { creations } from './creation.ts'
import { elementary } from './elementary.ts'
import { gatherings } from './gathering.ts'
import { linear } from './linear.ts'
import { logic } from './logic.ts'
import { losses } from './losses.ts'
import { movements } from './movement.ts'
import { normalisations } from './normalisation.ts'
import { orderings } from './ordering.ts'
import { poolings } from './pooling.ts'
import { quantisations } from './quantisation.ts'
import { recurrents } from './recurrent.ts'
import { reductions } from './reduction.ts'
import { resizings } from './resizing.ts'
import { samplings } from './sampling.ts'
import { scatterings } from './scattering.ts'
import { selections } from './selections.ts'
import { sequences } from './sequences.ts'
import { signals } from './signals.ts'

/** All operators by name. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    ...activation,
    ...arithmetic,
    ...bits,
    ...creations,
    ...elementary,
    ...gatherings,
    ...logic,
    ...movements,
    ...blockMovements,
    ...scatterings,
    ...attentions,
    ...controls,
    ...convolutions,
    ...linear,
    ...losses,
    ...normalisations,
    ...orderings,
    ...poolings,
    ...quantisations,
    ...recurrents,
    ...resizings,
    ...samplings,
    ...selections,
    ...sequences,
    ...signals,
    ...reductions,
  }),
)
