/**
 * The shapes and element types of a layer's parameters and state, without their numbers.
 *
 * @module
 */
import type { Layer } from '../layer/layer.ts'
import type { Model } from '../layer/model.ts'
import { traceOnce } from '../program/trace.ts'
import { key } from '../random/key.ts'
import type { FloatDType } from '../tensor/dtype.ts'
import { TracingError } from '../tensor/error.ts'

/**
 * What `init` gives, of which only the shapes and element types may be looked at: it is traced, so that a large model takes neither the
 * time nor the memory of random numbers that are not used. A layer whose `init` looks at values is asked for them.
 */
export const formOf = <A, B, P, S>(layer: Layer<A, B, P, S>, dtype: FloatDType): Model<P, S> => {
  let form: Model<P, S> | undefined
  try {
    traceOnce((k: typeof from) => {
      form = layer.init(k, dtype)
      return []
    })(from)
  } catch (cause) {
    if (!(cause instanceof TracingError)) throw cause
    form = layer.init(from, dtype)
  }
  const { params, state } = form as Model<P, S>
  return { params, state }
}

/** Any key will do. */
const from = key(0)
