/**
 * Figures as text.
 *
 * @module
 */
import type { Variant } from './models.ts'
import type { NormEvent } from './run.ts'

const every = 20

const named = (variant: Variant, rate: number): string =>
  `${variant.padEnd(10)}   rate ${String(rate).padEnd(5)}`

/** What is printed of an event: one epoch of twenty, and how each network ended. */
export const words = (event: NormEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return `digits: ${event.train} to train on, ${event.test} to test on; seeds ${event.seeds.join(', ')}`
    case 'epoch': {
      const { variant, rate, seed, epoch, trainLoss, testLoss, testAccuracy } = event
      if (epoch % every !== 0) return undefined
      return (
        `${named(variant, rate)}   seed ${seed}   epoch ${String(epoch).padStart(2)}   train loss: ${trainLoss.toFixed(3)}   ` +
        `test loss: ${testLoss.toFixed(3)}   test acc: ${testAccuracy.toFixed(4)}`
      )
    }
    case 'result':
      return [
        '',
        ...event.variants.map(
          ({ variant, rate, testLoss, testAccuracy, least, most }) =>
            `${named(variant, rate)}   test loss: ${testLoss.toFixed(3)}   test acc: ${testAccuracy.toFixed(4)} ` +
            `(${least.toFixed(4)} to ${most.toFixed(4)})`,
        ),
      ].join('\n')
  }
}
