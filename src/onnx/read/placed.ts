/**
 * Errors of a run, with the node that they come from.
 *
 * @module
 */
import { ArgumentError, PullbackError } from '../../tensor/error.ts'
import { type OnnxPlace, showPlace } from '../file/onnxError.ts'
import { Refusal } from '../node/refusal.ts'

/** Runs a node; what it throws says where. */
export const placed = <T>(place: OnnxPlace, run: () => T): T => {
  try {
    return run()
  } catch (error) {
    if (error instanceof Refusal) {
      const mend =
        error.kind === 'wrong'
          ? 'Give the model inputs of the shapes that it was made for, or export it again.'
          : 'Bind what decides it when the model is read, fromOnnx(bytes, { known }), or export the model with other operators.'
      throw new ArgumentError(`${error.message}. ${mend}`).at(showPlace(place))
    }
    throw error instanceof PullbackError ? error.at(showPlace(place)) : error
  }
}
