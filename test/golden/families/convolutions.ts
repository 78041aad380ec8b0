import { type AnyLayer, conv1d, conv2d, convTranspose2d } from '../../../src/index.ts'
import { family } from '../family.ts'
import type { Case } from '../golden.ts'
import { type Arrangement, checkMap, ofLayer, type Tensors } from '../smoothCase.ts'

// Kernels have one layout in the files and here.
export const kernelAndBias: Arrangement = {
  arrange: ({ weight, bias }) => ({ w: weight, ...(bias === undefined ? {} : { b: bias }) }),
  restore: ({ w, b }: { readonly w: never; readonly b?: never }): Tensors => ({
    weight: w,
    ...(b === undefined ? {} : { bias: b }),
  }),
}

const convolutions = (layer: (inputs: number, outputs: number, kernel: never, options: never) => AnyLayer) =>
  family<Case>((one, run) => {
    const { in_channels, out_channels, kernel_size, output_padding, ...options } = one.config
    const extra = output_padding === undefined ? {} : { outputPadding: output_padding }
    const made = layer(in_channels, out_channels, kernel_size as never, { ...options, ...extra } as never)
    checkMap(ofLayer(made, { params: kernelAndBias }), one, run)
  })

export const conv1dFamily = convolutions(conv1d)
export const conv2dFamily = convolutions(conv2d)
export const convTranspose2dFamily = convolutions(convTranspose2d)
