/**
 * Model files run by onnxruntime-web, which is ONNX's own engine as WebAssembly.
 *
 * @module
 */
import { type AnyTensor, type DType, fromValues, toValues } from '../../../src/index.ts'
import type { OnnxFile } from '../../../src/onnx/index.ts'

/** What is used of onnxruntime-web. */
interface OrtTensor {
  readonly type: string
  readonly data: ArrayLike<number>
  readonly dims: readonly number[]
}
interface Session {
  readonly run: (feeds: Readonly<Record<string, OrtTensor>>) => Promise<Readonly<Record<string, OrtTensor>>>
  readonly release: () => Promise<void>
}
interface Ort {
  readonly env: { readonly wasm: { numThreads: number }; logLevel: string }
  readonly Tensor: new (type: string, data: unknown, dims: readonly number[]) => OrtTensor
  readonly InferenceSession: {
    readonly create: (bytes: Uint8Array, options: Readonly<Record<string, unknown>>) => Promise<Session>
  }
}

const typed = {
  f32: ['float32', Float32Array],
  f64: ['float64', Float64Array],
  i32: ['int32', Int32Array],
  u8: ['uint8', Uint8Array],
} as const

const dtypes = Object.fromEntries(
  Object.entries(typed).map(([dtype, [type]]) => [type, dtype as DType]),
) as Readonly<Record<string, DType>>

let loaded: Promise<Ort> | undefined

/** The engine, on one thread. */
const engine = (): Promise<Ort> => {
  // Its types want those of browsers, which the tests have not.
  const name: string = 'onnxruntime-web'
  loaded ??= import(name).then((ort: Ort) => {
    ort.env.wasm.numThreads = 1
    ort.env.logLevel = 'fatal'
    return ort
  })
  return loaded
}

/** Tensors by name. */
export type Named = Readonly<Record<string, AnyTensor>>

/** A model file that is ready to run, and is given back at last. */
export interface Opened {
  readonly run: (inputs: Named) => Promise<Named>
  readonly close: () => Promise<void>
}

/** Opens a model file. */
export const openedIn = async (file: OnnxFile): Promise<Opened> => {
  const ort = await engine()
  const session = await ort.InferenceSession.create(file.bytes, {
    executionProviders: ['wasm'],
    logSeverityLevel: 4,
    externalData: Object.entries(file.external).map(([path, data]) => ({ path, data })),
  })
  const run = async (inputs: Named): Promise<Named> => {
    const feeds = file.inputs.map(({ name }) => {
      const x = inputs[name] as AnyTensor
      const [type, List] = typed[x.dtype]
      return [name, new ort.Tensor(type, List.from(toValues(x)), x.shape)] as const
    })
    const results = await session.run(Object.fromEntries(feeds))
    return Object.fromEntries(
      Object.entries(results).map(([name, { type, data, dims }]) => {
        const dtype = dtypes[type]
        if (dtype === undefined) throw new TypeError(`${name} is of type ${type}`)
        return [name, fromValues([...dims], Array.from(data), dtype) as AnyTensor]
      }),
    )
  }
  return { run, close: () => session.release() }
}

/** What a model file gives. */
export const ranIn = async (file: OnnxFile, inputs: Named): Promise<Named> => {
  const opened = await openedIn(file)
  const results = await opened.run(inputs)
  await opened.close()
  return results
}
