import type { Tensor } from 'pullback'

// Runs in a process of its own, whose WebAssembly is taken away or made less before the library is loaded.
const [, , without] = process.argv
const whole = Reflect.get(globalThis, 'WebAssembly') as NonNullable<
  typeof import('../../src/wasm/host/host.ts').host
>

if (without === 'SharedArrayBuffer') Reflect.deleteProperty(globalThis, 'SharedArrayBuffer')
else if (without === 'WebAssembly') Reflect.deleteProperty(globalThis, 'WebAssembly')
else if (without === 'memory')
  Object.assign(globalThis, {
    WebAssembly: {
      Module: whole.Module,
      Instance: whole.Instance,
      validate: whole.validate,
      Memory: class {
        constructor() {
          throw new RangeError('WebAssembly.Memory(): could not allocate memory')
        }
      },
    },
  })
else if (without === 'permission' || without === 'room')
  Object.assign(globalThis, {
    WebAssembly: {
      Memory: whole.Memory,
      Instance: whole.Instance,
      validate: whole.validate,
      Module: function Module(bytes: Uint8Array<ArrayBuffer>) {
        if (without === 'permission')
          throw new Error(
            "CompileError: WebAssembly.Module(): Refused to compile or instantiate: 'unsafe-eval' is not allowed",
          )
        // A small module is taken: the probe.
        if (bytes.length > 200) throw new Error('CompileError: size 7654322 > maximum function size 7654321')
        return new whole.Module(bytes)
      },
    },
  })
else if (without === 'memory64')
  Object.assign(globalThis, {
    WebAssembly: {
      Module: whole.Module,
      Instance: whole.Instance,
      validate: whole.validate,
      Memory: function Memory(descriptor: { readonly initial: number; readonly address?: 'i64' }) {
        if (descriptor.address === 'i64') throw new TypeError('Cannot convert a BigInt value to a number')
        return new whole.Memory(descriptor)
      },
    },
  })
else if (without === 'workers') {
  const threads = process.getBuiltinModule('worker_threads')
  Reflect.set(threads, 'Worker', function Worker() {
    throw new Error('ERR_WORKER_INIT_FAILED')
  })
} else if (without === 'addresses') {
  // The shell that started it has limited them.
} else if (without === 'sharing')
  Object.assign(globalThis, {
    WebAssembly: {
      Module: whole.Module,
      Instance: whole.Instance,
      validate: whole.validate,
      Memory: function Memory(descriptor: { readonly initial: number; readonly shared?: boolean }) {
        if (descriptor.shared === true) throw new RangeError('WebAssembly.Memory(): no memory to share')
        return new whole.Memory(descriptor)
      },
    },
  })
else {
  // The probe for relaxed vectors has an opcode from 0x100 on, in two bytes behind the prefix of vectors.
  const isRelaxed = (bytes: Uint8Array): boolean =>
    bytes.some((byte, i) => byte === 0xfd && bytes[i + 1]! >= 0x80 && bytes[i + 2] === 2)
  const validate = (bytes: Uint8Array<ArrayBuffer>): boolean =>
    without === 'vectors' ? false : !isRelaxed(bytes) && whole.validate(bytes)
  Object.assign(globalThis, {
    WebAssembly: { Module: whole.Module, Instance: whole.Instance, Memory: whole.Memory, validate },
  })
}

const {
  batches,
  compile,
  dense,
  fit,
  fromValues,
  key,
  last,
  ones,
  op,
  sgd,
  softmaxCrossEntropy,
  supervised,
  toValues,
} = await import('pullback')
const { auto } = await import('pullback')
const { allocateMemory } = await import('../../src/wasm/host/memory.ts')
const { features, hasVectors } = await import('../../src/wasm/host/features.ts')

const inputs = fromValues([6, 2], [1, 2, -1, 0, 3, 1, 0, 0, 2, -2, 1, 1])
const data = batches({ inputs, targets: fromValues([6], [0, 1, 0, 1, 0, 1], 'i32') }, { size: 3 })
const train = async (compile: boolean): Promise<number> =>
  (
    await last(
      fit(sgd(0.1), data, { epochs: 5, compile })(supervised(softmaxCrossEntropy())(dense(2, 2)))(key(0)),
    )
  ).loss

/** A product that is computed in chunks: of ones, all elements of it are 300. */
const multiply = (): boolean => {
  const product = compile((x: Tensor<[300, 300]>) => op.matmul<[], 300, 300, 300>(x, x))
  return Array.from({ length: 5 }, () => toValues(product(ones([300, 300])))).every(values =>
    values.every(value => value === 300),
  )
}

/** Three values of 1.5 GiB. */
const triple = compile((x: Tensor<[]>) => {
  const all = op.broadcast([20_000, 20_000])(x) as Tensor<[20_000, 20_000]>
  const square = op.matmul<[], 20_000, 20_000, 20_000>(all, all)
  return op.sum()(op.matmul<[], 20_000, 20_000, 20_000>(square, all))
})

const errorOf = (run: () => unknown): { readonly name: string; readonly message: string } => {
  try {
    run()
    return { name: 'none', message: '' }
  } catch (error) {
    return { name: (error as Error).name, message: (error as Error).message }
  }
}
console.log(
  JSON.stringify({
    // What is generated is too large for it, whatever it is.
    learned: without === 'room' ? null : { loss: await train(true), evaluated: await train(false) },
    multiplied: without === 'room' ? null : multiply(),
    vectors: hasVectors(),
    relaxed: features().relaxed,
    error: errorOf(() =>
      without === 'room' ? multiply() : without === 'memory64' ? triple(ones([])) : allocateMemory(2 ** 20),
    ),
    why: auto().why,
  }),
)
