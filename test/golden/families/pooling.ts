import { adaptiveAvgPool2d, avgPool2d, globalAvgPool2d, maxPool2d, op, upsample } from '../../../src/index.ts'
import { type Family, family } from '../family.ts'
import type { Case } from '../golden.ts'
import { type CaseMap, checkMap, ofLayer } from '../smoothCase.ts'

export const maxPool: Family = family<Case>((one, run) => {
  const { kernel_size, stride, padding, dilation = 1 } = one.config
  checkMap(ofLayer(maxPool2d(kernel_size, { stride, padding, dilation })), one, run)
})

export const avgPool: Family = family<Case>((one, run) => {
  const { kernel_size, stride, padding, count_include_pad: countIncludePad } = one.config
  checkMap(ofLayer(avgPool2d(kernel_size, { stride, padding, countIncludePad })), one, run)
})

/** The global mean, which has no places left, as one of one place. */
const ofOnePlace: CaseMap = at => {
  const [value, pullback] = ofLayer(globalAvgPool2d())(at)
  const [n, c] = (value as unknown as { readonly shape: readonly [number, number] }).shape
  return [op.reshape([n, c, 1, 1])(value as never), dy => pullback(op.reshape([n, c])(dy as never) as never)]
}

export const adaptiveAvgPool: Family = family<Case>((one, run) => {
  const { output_size } = one.config
  checkMap(ofLayer(adaptiveAvgPool2d(output_size)), one, run)
  if (output_size.every((n: number) => n === 1)) checkMap(ofOnePlace, one, run)
})

export const upsampleNearest: Family = family<Case>((one, run) =>
  checkMap(ofLayer(upsample(one.config.scale_factor)), one, run),
)
