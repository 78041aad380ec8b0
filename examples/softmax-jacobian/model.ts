/**
 * The network of the notebook.
 *
 * @module
 */
import { type Model, type ParamsOf, supervised } from 'pullback'
import { dense } from './dense.ts'
import { type Form, losses } from './loss.ts'

/** The dense layer with its weights. */
export type Trained = Model<ParamsOf<typeof dense>>

/** What training makes small, differentiated in one of three ways. */
export const objective = (form: Form) => supervised(losses[form]<3>)(dense)
