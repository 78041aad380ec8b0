/**
 * The experiments: one table of all, and for each study its curves and what became of what was expected.
 *
 * @module
 */
import { curves } from '../report/curves.ts'
import type { Section, Table } from '../report/page.ts'
import { draw, type Figure } from '../report/plot.ts'
import type { Descent, Experiment, Initialisation } from './experiment.ts'
import { endOf, type RunOutcomes, type StudyOutcomes } from './experiments.ts'
import type { Milestone, Outcome } from './outcome.ts'
import { verdictOf } from './verdict.ts'

// -------------------------------------------------------------------------------------
// words
// -------------------------------------------------------------------------------------

const showInitialisation = (initialisation: Initialisation): string =>
  initialisation.kind === 'uniform'
    ? `±${initialisation.bound}`
    : initialisation.kind === 'glorot'
      ? 'Glorot'
      : 'zeros'

const showDescent = (descent: Descent): string => {
  switch (descent.kind) {
    case 'sgd':
      return `SGD ${descent.rate}`
    case 'momentum':
      return `SGD ${descent.rate}, momentum ${descent.decay}`
    case 'nesterov':
      return `SGD ${descent.rate}, Nesterov ${descent.decay}`
    case 'adam':
      return `Adam ${descent.rate}`
  }
}

const showHidden = ({ hidden, activation }: Experiment): string =>
  hidden.length === 0 ? 'none' : `${hidden.join(', ')} ${activation}`

const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length

const range = (xs: readonly number[], digits: number): string =>
  xs.length === 1 ? '' : ` (${Math.min(...xs).toFixed(digits)}–${Math.max(...xs).toFixed(digits)})`

// -------------------------------------------------------------------------------------
// table
// -------------------------------------------------------------------------------------

const rowOf = (study: string, { name, experiments, outcomes }: RunOutcomes): readonly string[] => {
  const experiment = experiments[0] as Experiment
  const ends = outcomes.map(endOf)
  const meanOf = (figure: keyof Milestone): number => mean(ends.map(end => end[figure]))
  const accuracies = ends.map(({ testAccuracy }) => testAccuracy)
  const diverged = outcomes.filter(({ kind }) => kind === 'diverged').length
  return [
    `${study}: ${name}`,
    showHidden(experiment),
    showInitialisation(experiment.initialisation),
    showDescent(experiment.descent),
    String(experiment.batch),
    String(experiment.examples),
    String(experiment.epochs),
    meanOf('trainLoss').toFixed(4),
    meanOf('testLoss').toFixed(4),
    meanOf('trainAccuracy').toFixed(3),
    `${meanOf('testAccuracy').toFixed(3)}${range(accuracies, 3)}`,
    meanOf('gradientNorm').toPrecision(2),
    ...(diverged === 0 ? [''] : [`${diverged} of ${outcomes.length}`]),
  ]
}

const tableOf = (studies: readonly StudyOutcomes[]): Table => ({
  head: [
    'experiment',
    'hidden',
    'weights begin',
    'descent',
    'batch',
    'digits',
    'epochs',
    'train loss (nats)',
    'test loss (nats)',
    'train accuracy',
    'test accuracy',
    'gradient norm',
    'overflowed',
  ],
  rows: studies.flatMap(({ name, runs }) => runs.map(run => rowOf(name, run))),
})

// -------------------------------------------------------------------------------------
// curves
// -------------------------------------------------------------------------------------

/** The mean over the seeds at each epoch that all of them reached. */
const meanCurve = (
  outcomes: readonly Outcome[],
  figure: keyof Milestone,
): readonly (readonly [number, number])[] => {
  const length = Math.min(...outcomes.map(({ history }) => history.length))
  return Array.from({ length }, (_, i) => [
    outcomes[0]?.history[i]?.epoch ?? i,
    mean(outcomes.map(({ history }) => (history[i] as Milestone)[figure])),
  ])
}

const together = (id: string, { name, runs }: StudyOutcomes): readonly Promise<Figure>[] => {
  const series = (figure: keyof Milestone) =>
    runs.map(run => ({ name: run.name, points: meanCurve(run.outcomes, figure) }))
  return [
    draw(
      `${id}-loss`,
      `${name}: loss on the training part, mean over the seeds.`,
      curves({ title: 'Training loss', x: 'epoch', y: 'loss (nats)', log: true }, series('trainLoss')),
    ),
    draw(
      `${id}-accuracy`,
      `${name}: share of test digits recognised, mean over the seeds.`,
      curves({ title: 'Test accuracy', x: 'epoch', y: 'accuracy (share right)' }, series('testAccuracy')),
    ),
    draw(
      `${id}-norm`,
      `${name}: norm of the gradient averaged over the training part, mean over the seeds.`,
      curves(
        { title: 'Norm of the average gradient', x: 'epoch', y: 'norm (nats per unit)', log: true },
        series('gradientNorm'),
      ),
    ),
  ]
}

const apart = (id: string, { runs }: StudyOutcomes): readonly Promise<Figure>[] =>
  runs.map(({ name, outcomes }, i) =>
    draw(
      `${id}-${i}`,
      `${name}: ${verdictOf(outcomes)} Means over the seeds.`,
      curves({ title: name, x: 'epoch', y: 'loss (nats)', log: true }, [
        { name: 'training', points: meanCurve(outcomes, 'trainLoss') },
        { name: 'test', points: meanCurve(outcomes, 'testLoss') },
      ]),
    ),
  )

const findings = ({ question, expectations }: StudyOutcomes): string =>
  [question, ...expectations.map(({ says, holds, seeds }) => `${says} (${holds} of ${seeds} seeds)`)].join(
    ' ',
  )

// -------------------------------------------------------------------------------------
// sections
// -------------------------------------------------------------------------------------

/** A section with the table of all experiments, and one for each study. */
export const studySections = async (studies: readonly StudyOutcomes[]): Promise<readonly Section[]> => {
  const seeds = studies[0]?.runs[0]?.outcomes.length ?? 0
  const drawn = await Promise.all(
    studies.map(async (study, i) => ({
      title: study.name,
      text: findings(study),
      figures: await Promise.all(
        study.curves === 'together' ? together(`study-${i}`, study) : apart(`study-${i}`, study),
      ),
    })),
  )
  const table: Section = {
    title: 'Experiments',
    text:
      `The notebook's exercises, each with ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}: figures after the last epoch, means over ` +
      'the seeds, the range in brackets. The gradient is the average over all digits that are trained on.',
    table: tableOf(studies),
  }
  return [table, ...drawn]
}
