import type { Tensor } from 'pullback'

// Runs in a process of its own, whose WebAssembly is taken away or made less before the library is loaded.
const [, , without] = process.argv
const whole = Reflect.get(globalThis, 'WebAssembly') as NonNullable<
  typeof import('../../src/engine/webAssembly.ts').host
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
else if (without === 'sharing')
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
const { allocateMemory } = await import('../../src/engine/memory.ts')
const { features, hasVectors } = await import('../../src/engine/features.ts')

const inputs = fromValues([6, 2], [1, 2, -1, 0, 3, 1, 0, 0, 2, -2, 1, 1])
const data = batches({ inputs, targets: fromValues([6], [0, 1, 0, 1, 0, 1], 'i32') }, { size: 3 })
const train = async (compile: boolean): Promise<number> =>
  (
    await last(
      fit(supervised(dense(2, 2), softmaxCrossEntropy), sgd(0.1), data, { epochs: 5, compile })(key(0)),
    )
  ).loss

/** A product that is computed in shares: of ones, all elements of it are 300. */
const multiply = (): boolean => {
  const product = compile((x: Tensor<[300, 300]>) => op.matmul<[], 300, 300, 300>(x, x))
  return Array.from({ length: 5 }, () => toValues(product(ones([300, 300])))).every(values =>
    values.every(value => value === 300),
  )
}

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
    // Without memory there is nothing to learn in.
    learned: without === 'memory' ? null : { loss: await train(true), evaluated: await train(false) },
    multiplied: without === 'memory' || !hasVectors() ? null : multiply(),
    vectors: hasVectors(),
    relaxed: features().relaxed,
    error: errorOf(() => allocateMemory(2 ** 20)),
  }),
)
