/**
 * Laws of the names of convolutions and pooling: they say the sizes, and the options that are not the defaults.
 *
 * @module
 */
import fc from 'fast-check'
import { avgPool2d, conv1d, conv2d, convTranspose2d, maxPool2d } from '../../../src/index.ts'
import { every, holds } from '../../close.ts'
import { type LawSet, law, lawSet } from '../../law.ts'
import { loosely } from '../../oracle/loose.ts'

interface Named {
  readonly name: string
}

const small = fc.integer({ min: 1, max: 3 })

/** Options that may be left out, each with what it defaults to. */
const said = (
  options: Readonly<Record<string, readonly [given: number | undefined, usual: number]>>,
): string =>
  Object.entries(options)
    .map(([name, [given, usual]]) => (given === undefined || given === usual ? '' : `, ${name} ${given}`))
    .join('')

const optional = (values: fc.Arbitrary<number>) => fc.option(values, { nil: undefined })

/** Laws of the names of layers with windows. */
export const windowNameLaws: LawSet = lawSet(
  'names of windows',
  [
    law(
      'W21',
      'a name says the channels, the window, and each option that is not the default',
      [fc.tuple(small, small, small), optional(small), optional(fc.nat(2)), optional(small), optional(small)],
      ([inputs, outputs, size], stride, padding, dilation, groups) => {
        const [many, few] = [inputs * (groups ?? 1), outputs * (groups ?? 1)]
        const given = (all: Readonly<Record<string, number | undefined>>) =>
          Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
        const same = (layer: Named, name: string) => holds(layer.name === name, layer.name, name)
        const shown = said({
          stride: [stride, 1],
          padding: [padding, 0],
          dilation: [dilation, 1],
          groups: [groups, 1],
        })
        const options = given({ stride, padding, dilation, groups })
        const pools = given({ stride })
        const beside = said({ stride: [stride, size] })
        return every(
          same(loosely<Named>(conv1d)(many, few, size, options), `conv1d(${many}, ${few}, ${size}${shown})`),
          same(loosely<Named>(conv2d)(many, few, size, options), `conv2d(${many}, ${few}, ${size}${shown})`),
          same(
            loosely<Named>(convTranspose2d)(many, few, size, options),
            `convTranspose2d(${many}, ${few}, ${size}${shown})`,
          ),
          same(loosely<Named>(maxPool2d)(size, pools), `maxPool2d(${size}${beside})`),
          same(loosely<Named>(avgPool2d)(size, pools), `avgPool2d(${size}${beside})`),
        )
      },
    ),
  ],
  [],
  40,
)
