/**
 * The files that a model names, before it is read.
 *
 * @module
 */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { decodeModelFile } from '../file/decodeModel.ts'
import type { Graph, TensorMessage } from '../file/messages.ts'
import type { OnnxError } from '../file/onnxError.ts'
import { externalPlace } from './external.ts'

/** A file that a tensor's numbers are in. */
export interface ExternalLocation {
  readonly location: string
  readonly tensor: string
}

/** All tensors of a graph, and of those inside its nodes. */
const tensorsIn = (graph: Graph): readonly TensorMessage[] => [
  ...graph.initializer,
  ...graph.node.flatMap(({ attribute }) =>
    attribute.flatMap(({ t, tensors, g, graphs }) => [
      ...(t === undefined ? [] : [t]),
      ...tensors,
      ...[...(g === undefined ? [] : [g]), ...graphs].flatMap(tensorsIn),
    ]),
  ),
]

/** The files that a model names, each once, with a tensor that is in it. */
export const externalLocations = (bytes: Uint8Array): Either<OnnxError, readonly ExternalLocation[]> => {
  const message = decodeModelFile(bytes)
  if (isLeft(message)) return message
  const found = new Map<string, string>()
  for (const tensor of message.right.graph === undefined ? [] : tensorsIn(message.right.graph)) {
    const place = externalPlace(tensor)
    if (isLeft(place)) return left({ _tag: 'ExternalData', tensor: tensor.name ?? '', reason: place.left })
    if (place.right !== null && !found.has(place.right.location))
      found.set(place.right.location, tensor.name ?? '')
  }
  return right(Array.from(found, ([location, tensor]) => ({ location, tensor })))
}
