/**
 * Figures in the words of the notebook.
 *
 * @module
 */
import type { Forward, MnistEvent } from './run.ts'

/** Python's `{:6.4e}`: `3.3368e+01`. */
export const scientific = (x: number): string =>
  x.toExponential(4).replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`)

/** Python's `{: 4d}`: four places, of which the first is for the sign. */
const padded = (n: number): string => String(n).padStart(4)

/** `epoch    0, batch    0 loss 3.3368e+01`. */
export const forwardLine = ({ epoch, batch, loss }: Forward): string =>
  `epoch ${padded(epoch)}, batch ${padded(batch)} loss ${scientific(loss)}`

const names = { softmax: 'Softmax regression', network: 'A hidden layer of 128 sigmoid units' } as const

/** What the notebook prints of an event, and what it should have printed behind it. */
export const words = (event: MnistEvent): string | undefined => {
  switch (event.event) {
    case 'data':
      return `MNIST: ${event.train} images to train on, ${event.test} to test on`
    case 'difference':
      return (
        `\nTwo forms of the notebook's loss, and what lies between them\n${pythonFloat(event.difference)}\n` +
        `both are ${event.crossEntropy.toFixed(3)}; with one label for each example: ${event.right.toFixed(3)}\n\n` +
        "The notebook's loop: the loss that it prints, and the one that was meant"
      )
    case 'forward':
      return `${forwardLine(event)}   meant: ${scientific(event.right)}`
    case 'backward':
      return `\nThe backward pass of the first batch: |dw| = ${scientific(event.w)}, |db| = ${scientific(event.b)}`
    case 'begin':
      return `\n${names[event.model]} (${event.parameters} parameters)`
    case 'epoch':
      return (
        `epoch ${String(event.epoch).padStart(2)}, train loss: ${event.trainLoss.toFixed(4)}, test loss: ` +
        `${event.testLoss.toFixed(4)}, test acc: ${event.testAccuracy.toFixed(4)}`
      )
    case 'result':
      return `\ntest accuracy: softmax regression ${event.softmax.toFixed(4)}, hidden layer ${event.network.toFixed(4)}`
  }
}

/** Python's `print` of a float: exponents have two digits. */
export const pythonFloat = (x: number): string =>
  String(x).replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`)
