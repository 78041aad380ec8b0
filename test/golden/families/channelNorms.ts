import { batchNorm, evaluation, groupNorm, key, type Tensor, training } from '../../../src/index.ts'
import { family } from '../family.ts'
import { type Arrays, type Case, expectStored, floats } from '../golden.ts'
import { type Arrangement, checkMap, ofLayer, type Tensors } from '../smoothCase.ts'

const arrangement: Arrangement = {
  arrange: ({ weight, bias }) => (weight === undefined ? {} : { scale: weight, shift: bias }),
  restore: ({ scale, shift }: { readonly scale?: Tensor; readonly shift?: Tensor }): Tensors =>
    scale === undefined || shift === undefined ? {} : { weight: scale, bias: shift },
}

interface BatchCase extends Case {
  readonly buffers: Arrays
  readonly buffers_after: Arrays
}

export const batchNormFamily = family<BatchCase>((one, run) => {
  const { num_features, eps: epsilon, momentum, affine, training: isTraining } = one.config
  const layer = batchNorm(num_features, { epsilon, momentum, affine })
  const state = { mean: floats(one.buffers.running_mean!), variance: floats(one.buffers.running_var!) }
  const context = isTraining ? training(key(0)) : evaluation
  checkMap(ofLayer(layer, { params: arrangement, state, context }), one, run)
  const params = arrangement.arrange(
    Object.fromEntries(Object.entries(one.params).map(([name, stored]) => [name, floats(stored)])),
  )
  const next = run((x: Tensor) => layer.run(params as never, x as never, state as never, context)[2])(
    floats(one.inputs.x!),
  )
  expectStored(next.mean, one.buffers_after.running_mean!, 'the running mean')
  expectStored(next.variance, one.buffers_after.running_var!, 'the running variance')
})

export const groupNormFamily = family<Case>((one, run) => {
  const { num_groups, num_channels, eps: epsilon } = one.config
  checkMap(ofLayer(groupNorm(num_groups, num_channels, { epsilon }), { params: arrangement }), one, run)
})
