/**
 * The table of operators that are read.
 *
 * @module
 */

import { activation } from '../element/activation.ts'
import { arithmetic } from '../element/arithmetic.ts'
import { bits } from '../element/bitwise.ts'
import { creations } from '../element/creation.ts'
import { elementary } from '../element/elementary.ts'
import { logic } from '../element/logic.ts'
import { quantisations } from '../element/quantisation.ts'
import { signals } from '../element/signals.ts'
import { blockMovements } from '../movement/blocks.ts'
import { gatherings } from '../movement/gathering.ts'
import { movements } from '../movement/movement.ts'
import { orderings } from '../movement/ordering.ts'
import { scatterings } from '../movement/scattering.ts'
import { selections } from '../movement/selections.ts'
import type { Operator } from '../node/operator.ts'
import { linear } from '../reduction/linear.ts'
import { losses } from '../reduction/losses.ts'
import { normalisations } from '../reduction/normalisation.ts'
import { reductions } from '../reduction/reduction.ts'
import { attentions } from '../sequence/attention.ts'
import { controls } from '../sequence/control.ts'
import { recurrents } from '../sequence/recurrent.ts'
import { sequences } from '../sequence/sequences.ts'
import { convolutions } from '../window/convolution.ts'
import { fouriers } from '../window/fourier.ts'
import { poolings } from '../window/pooling.ts'
import { resizings } from '../window/resizing.ts'
import { samplings } from '../window/sampling.ts'

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
    ...fouriers,
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
