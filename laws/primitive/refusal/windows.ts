/**
 * Refusals of images and kernels that do not go together.
 *
 * @module
 */
import fc from 'fast-check'
import type { Shape } from '../../../src/index.ts'
import { every, holds } from '../../close.ts'
import { type Law, law } from '../../law.ts'
import { refusedSaying } from '../../oracle/refusal.ts'
import { apply, notFloats, of, otherType, refuses, show, sizes } from './refusal.ts'

/** Windows that do not fit. */
export const windowRefusals: readonly Law[] = [
  law(
    'V8',
    'windows slide over images that are as large, of the channels that the kernel is for',
    [fc.tuple(sizes, sizes, sizes), fc.tuple(sizes, sizes), fc.tuple(fc.nat(1), fc.nat(1)), sizes],
    ([batch, inputs, outputs], [height, width], padding, more) => {
      const plain = { strides: [1, 1], padding: [0, 0], dilations: [1, 1], groups: 1 }
      const [image, kernel] = [
        [batch, inputs, height, width],
        [outputs, inputs, 1, 1],
      ] as const
      const convolve = (options: object, x: Shape = image, w: Shape = kernel) =>
        apply('convolve', { ...plain, ...options }, of(x), of(w))
      const large = [height + 2 * padding[0] + more, 1] as const
      const padded = padding.some(n => n > 0)
        ? ` (${height + 2 * padding[0]} by ${width + 2 * padding[1]} with its padding)`
        : ''
      const over = `an image of ${height} by ${width}`
      const mend = 'the window is larger. Use a smaller kernel, or more padding.'
      const integers = (least: string, name: string, pair: readonly unknown[]) =>
        `convolve needs two ${least} integers for ${name}, but was given ${show(pair)}.`
      const argument = (words: string, options: object) =>
        refusedSaying('ArgumentError', words, convolve(options))
      return every(
        holds(show(convolve({})().shape) === show([batch, outputs, height, width]), image, kernel),
        refuses(
          `convolve cannot slide a window of ${large[0]} by 1 over ${over}${padded}: ${mend}`,
          convolve({ padding }, image, [outputs, inputs, ...large]),
          { axis: 2 },
        ),
        refuses(
          `convolve cannot slide a window of 1 by 2 (1 by ${width + 2} with its dilation) over ${over}: ${mend}`,
          convolve({ dilations: [1, width + 1] }, image, [outputs, inputs, 1, 2]),
          { axis: 3 },
        ),
        refuses(
          `convolve needs images [batch, channels, height, width], but was given ${show([height, width])}.`,
          convolve({}, [height, width]),
        ),
        refuses(
          `convolve needs a kernel [outputs, inputs / groups, height, width], but was given ${show([1, 1])}.`,
          convolve({}, image, [1, 1]),
        ),
        refuses(
          `convolve was given images ${show(image)} and a kernel ${show([outputs, inputs + more, 1, 1])} in 1 group: the kernel is for ${inputs + more} channels, not ${inputs}.`,
          convolve({}, image, [outputs, inputs + more, 1, 1]),
        ),
        refuses(
          `convolve was given images ${show([batch, 2 * inputs, height, width])} and a kernel ${show([2 * outputs, inputs + more, 1, 1])} in 2 groups: the kernel is for ${2 * (inputs + more)} channels, not ${2 * inputs}.`,
          convolve({ groups: 2 }, [batch, 2 * inputs, height, width], [2 * outputs, inputs + more, 1, 1]),
        ),
        refuses(
          `convolve needs a kernel with elements, but was given ${show([outputs, inputs, 0, 1])}.`,
          convolve({}, image, [outputs, inputs, 0, 1]),
        ),
        refuses(
          `convolve needs a number of groups that divides ${inputs} channels of the images and ${outputs} of the output, but was given ${inputs + 1}.`,
          convolve({ groups: inputs + 1 }),
        ),
        otherType('convolve', apply('convolve', plain, of(image), of(kernel, 'f64'))),
        notFloats('convolve', image, apply('convolve', plain, of(image, 'i32'), of(kernel, 'i32'))),
        argument(integers('positive', 'strides', [0, 1]), { strides: [0, 1] }),
        argument(integers('positive', 'dilations', [1, 1.5]), { dilations: [1, 1.5] }),
        argument(integers('non-negative', 'padding', [-1, 0]), { padding: [-1, 0] }),
        refuses(
          `convolveTransposed needs an output of shape ${show([batch, outputs, height, width])}, but was given ${show([batch, outputs, height + more, width])}.`,
          apply(
            'convolveTransposed',
            { ...plain, size: [height, width] },
            of([batch, outputs, height + more, width]),
            of(kernel),
          ),
        ),
        refuses(
          `convolveKernel needs an output of shape ${show([batch, outputs, height, width])}, but was given ${show([batch, outputs, height + more, width])}.`,
          apply(
            'convolveKernel',
            { ...plain, size: [1, 1] },
            of(image),
            of([batch, outputs, height + more, width]),
          ),
        ),
      )
    },
  ),
]
