/**
 * pullback/pytorch: weights, and states of optimisers, from PyTorch and back, as tensors by name.
 *
 * @module
 */
export {
  type FromPyTorchOptions,
  fromPyTorch,
  type PyTorchModel,
  type PyTorchReport,
  type ReadTensor,
} from './fromPyTorch.ts'
export type { PyTorchNames, Renaming } from './naming.ts'
export {
  optimiserFromPyTorch,
  optimiserToPyTorch,
  type PyTorchOptimiser,
  type PyTorchOptimiserOptions,
} from './optimiser.ts'
export { type PyTorchError, ShowPyTorchError, type StateProblem, showPyTorchError } from './pytorchError.ts'
export { toPyTorch } from './toPyTorch.ts'
