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
    if (error instanceof PullbackError) throw error.at(showPlace(place))
    // A file is not trusted: what it makes of sizes that no operator was written for is an error of it.
    const reason = error instanceof Error ? error.message : String(error)
    throw new ArgumentError(`The node does not fit what it is given: ${reason}. Export the model again.`).at(
      showPlace(place),
    )
  }
}
