/**
 * The report on the three ways of differentiating softmax.
 *
 * @module
 */
import { curves } from '../report/curves.ts'
import type { Page, Table } from '../report/page.ts'
import { draw, type Figure } from '../report/plot.ts'
import { type Form, forms } from './loss.ts'
import type { JacobianRun } from './run.ts'

const names: Readonly<Record<Form, string>> = {
  jacobian: 'Jacobian',
  pullback: 'pullback',
  fused: '(a − y) / n',
}

const lossFigure = ({ trainings }: JacobianRun): Promise<Figure> =>
  draw(
    'loss',
    'Mean loss of the four batches of each epoch, by the Jacobian. The other two ways give the same curve.',
    curves({ title: 'Loss', x: 'epoch', y: 'loss (nats)' }, [
      {
        name: names.jacobian,
        points: trainings[0].losses.map((loss, i) => [i + 1, loss] as const),
      },
    ]),
  )

const timingFigure = ({ timings }: JacobianRun): Promise<Figure> =>
  draw(
    'timing',
    'Microseconds for a gradient step on the scores of 16 samples, compiled; medians. Both axes are logarithmic.',
    curves(
      { title: 'What it costs', x: 'classes', y: 'time (µs)', log: true, logX: true },
      forms.map(form => ({
        name: names[form],
        points: timings
          .filter(timing => timing.form === form)
          .map(({ classes, us }) => [classes, us] as const),
      })),
    ),
  )

const timingTable = ({ timings }: JacobianRun): Table => {
  const sizes = [...new Set(timings.map(({ classes }) => classes))]
  const us = (form: Form, classes: number): string =>
    timings.find(timing => timing.form === form && timing.classes === classes)?.us.toFixed(1) ?? ''
  return {
    head: ['classes', ...forms.map(form => `${names[form]} (µs)`)],
    rows: sizes.map(classes => [String(classes), ...forms.map(form => us(form, classes))]),
  }
}

/** The report. */
export const jacobianReport = async (run: JacobianRun): Promise<Page> => ({
  title: 'Softmax and its Jacobian',
  text:
    'A softmax classifier on 64 samples kept as columns. The notebook builds the matrix of all partial derivatives of softmax ' +
    'for each sample and multiplies by it; the pullback of softmax is the product without the matrix.',
  sections: [
    {
      title: 'One step',
      text:
        `On the first 16 samples the loss is ${run.once.loss.toFixed(6)} nats, and ${run.once.lossAfter.toFixed(6)} after a step at a ` +
        'rate of 0.01. That is with the minus sign in −Σ y log ŷ. Without it the step would have raised the loss from ' +
        `${(-run.once.loss).toFixed(6)} to ${(-run.once.lossAfter).toFixed(6)}: −y / ŷ is the gradient of the loss that has the sign.`,
    },
    {
      title: 'Training',
      text:
        `${run.trainings[0].losses.length} epochs of four batches of 16 at a rate of 0.0001. Classes are drawn at random: there is ` +
        'nothing to learn but by heart.',
      figures: [await lossFigure(run)],
    },
    {
      title: 'Three ways, one gradient',
      text:
        'A gradient step on the scores of 16 samples. The Jacobian of a sample has as many entries as the square of the number of ' +
        'classes, where the pullback needs a sum. With three classes it goes unnoticed.',
      table: timingTable(run),
      figures: [await timingFigure(run)],
    },
  ],
})
