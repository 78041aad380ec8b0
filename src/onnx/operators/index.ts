/**
 * The table of operators that are read.
 *
 * @module
 */
import type { Operator } from '../node/operator.ts'
import { activation } from './activation.ts'
import { arithmetic } from './arithmetic.ts'
import { bits } from './bitwise.ts'
import { creations } from './creation.ts'
import { elementary } from './elementary.ts'
import { gatherings } from './gathering.ts'
import { logic } from './logic.ts'
import { movements } from './movement.ts'
import { reductions } from './reduction.ts'

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
    ...reductions,
  }),
)
