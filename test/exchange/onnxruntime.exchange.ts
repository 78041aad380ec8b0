import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Specification } from '../../laws/primitive/specification.ts'
import { specifications } from '../../laws/primitive/specifications.ts'
import { type AnyLayer, type AnyTensor, type DType, init, key, predict } from '../../src/index.ts'
import { onnx, onnxModel } from '../../src/onnx/index.ts'
import { applyControl, type ControlName, controls } from '../../src/primitive/control/controls.ts'
import { bind, evaluate } from '../../src/primitive/core/bind.ts'
import type { Control } from '../../src/primitive/core/control.ts'
import type { Primitive } from '../../src/primitive/core/primitive.ts'
import { type PrimitiveName, primitives } from '../../src/primitive/table.ts'
import { tensorsIn } from '../../src/tensor/form.ts'
import { layers } from '../onnx/layers.ts'
import { apart } from './onnxruntime/apart.ts'
import { ranIn } from './onnxruntime/engine.ts'

type Sample = { readonly inputs: readonly AnyTensor[]; readonly options: unknown }

const isControl = (name: string): name is ControlName => Object.hasOwn(controls, name)

/** What a primitive gives: of those with bodies all results, which are what `result` reads. */
const applied = (name: PrimitiveName, { options }: Sample, inputs: readonly AnyTensor[]) =>
  isControl(name)
    ? applyControl(controls[name] as unknown as Control<unknown>, options, inputs)
    : [bind(primitives[name] as unknown as Primitive, options, inputs)]

/** What kernels refuse has no value to compare with. */
const meant = (name: PrimitiveName, sample: Sample): readonly AnyTensor[] | null => {
  try {
    const { inputs, options } = sample
    return isControl(name)
      ? applied(name, sample, inputs)
      : [evaluate(primitives[name] as unknown as Primitive, options, inputs)]
  } catch {
    return null
  }
}

/** Those that search take long in any engine. */
const few: readonly string[] = [
  'gammaQuantile',
  'poissonQuantile',
  'symmetricEigen',
  'truncatedNormalQuantile',
]

/** What onnxruntime has no implementation of in f64, though ONNX has it. */
const singlesOnly: readonly string[] = ['argmaxWindows', 'convolve', 'convolveKernel', 'convolveTransposed']

const cases = (Object.keys(primitives) as readonly PrimitiveName[])
  .filter(name => name !== 'result')
  .flatMap(name => {
    const { dtypes } = specifications[name] as Specification<unknown>
    return dtypes.map(dtype => [name, dtype] as const)
  })
  .filter(([name, dtype]) => dtype !== 'f64' || !singlesOnly.includes(name))

describe('onnxruntime gives what kernels give', () => {
  test.each(cases)('%s in %s', async (name, dtype: DType) => {
    const { cases } = specifications[name] as Specification<unknown>
    const samples = fc.sample(cases(dtype), { seed: 7, numRuns: few.includes(name) ? 1 : 6 })
    for (const sample of samples) {
      const wanted = meant(name, sample)
      if (wanted === null) continue
      const file = onnx()((...xs: readonly AnyTensor[]) => applied(name, sample, xs))(...sample.inputs)
      const inputs = Object.fromEntries(sample.inputs.map((x, i) => [String(i), x]))
      const got = await ranIn(file, inputs)
      for (const [i, one] of wanted.entries())
        expect(apart(got[(file.outputs[i] as { name: string }).name], one)).toBeLessThan(1e-6)
    }
  })
})

describe('onnxruntime predicts what we do, for any batch', () => {
  test.each(Object.entries(layers))('%s', async (name, [make, input]) => {
    const net = make() as AnyLayer
    const model = init(net)(key(1))
    const batch = name === 'cached' ? 'fixed' : 'any'
    const file = onnxModel(net, input as never, { batch })(model)
    const wanted = tensorsIn(predict(net, model)(input as never))
    const inputs = Object.fromEntries(
      tensorsIn(input).map((x, i) => [(file.inputs[i] as { name: string }).name, x]),
    )
    const got = await ranIn(file, inputs)
    for (const [i, one] of wanted.entries())
      expect(apart(got[(file.outputs[i] as { name: string }).name], one)).toBeLessThan(1e-6)
  })
})
