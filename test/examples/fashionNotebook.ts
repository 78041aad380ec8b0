/**
 * The notebook that examples/fashion-mnist begins with: what it prints, and a run of it.
 *
 * @module
 */
import { accuracy, type FloatDType, predict, wasm } from 'pullback'
import type { FashionMnist } from '../../examples/fashion-mnist/data.ts'
import type { NotebookEpoch } from '../../examples/fashion-mnist/events.ts'
import { fashionMnist as example } from '../../examples/fashion-mnist/index.ts'
import { notebookNetwork, trainNotebook } from '../../examples/fashion-mnist/notebook.ts'
import { pixelStatistics } from '../../examples/fashion-mnist/pixels.ts'

/** The lines that the notebook prints. */
export const printed = `epoch 0   loss: 0.958   acc: 0.720
epoch 1   loss: 0.799   acc: 0.728
epoch 2   loss: 0.712   acc: 0.760
epoch 3   loss: 0.659   acc: 0.752
epoch 4   loss: 0.674   acc: 0.768
epoch 5   loss: 0.541   acc: 0.832
epoch 6   loss: 0.668   acc: 0.760
epoch 7   loss: 0.561   acc: 0.784
epoch 8   loss: 0.638   acc: 0.768
epoch 9   loss: 0.564   acc: 0.784
epoch 10   loss: 0.509   acc: 0.848
epoch 11   loss: 0.662   acc: 0.768
epoch 12   loss: 0.541   acc: 0.800
epoch 13   loss: 0.560   acc: 0.824
epoch 14   loss: 0.583   acc: 0.800
epoch 15   loss: 0.464   acc: 0.848
epoch 16   loss: 0.516   acc: 0.840
epoch 17   loss: 0.443   acc: 0.856
epoch 18   loss: 0.476   acc: 0.816
epoch 19   loss: 0.532   acc: 0.808`.split('\n')

/** A line as the example prints it. */
export const shown = (line: NotebookEpoch): string | undefined =>
  example.show({ event: 'epoch', model: 'notebook', ...line })

/** Trains the notebook's network; gives its lines and its accuracy on the test part. */
export const notebook = async ({ train, test }: FashionMnist, epochs: number, dtype: FloatDType) => {
  const network = notebookNetwork(pixelStatistics(train.inputs), dtype)
  const training = trainNotebook(train, network, { epochs, dtype, engine: wasm })
  const lines: NotebookEpoch[] = []
  for (;;) {
    const { done, value } = await training.next()
    if (done) return { lines, share: accuracy(test.targets)(predict(network, value)(test.inputs)) }
    const { epoch, loss, accuracy: share } = value
    if (epoch !== null) lines.push({ epoch, loss, accuracy: share })
  }
}
