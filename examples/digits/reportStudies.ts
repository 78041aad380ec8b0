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
import { verdictOf, verdictRule } from './verdict.ts'

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

// -------------------------------------------------------------------------------------
// table
// -------------------------------------------------------------------------------------

const columns = [
  'experiment',
  'hidden layers',
  'weights begin',
  'descent',
  'batch',
  'epochs × digits',
  'train loss (nats)',
  'test loss (nats)',
  'train accuracy',
  'test accuracy',
  'lowest to highest',
  'gradient norm',
] as const

const rowOf = ({ name, experiments, outcomes }: RunOutcomes): readonly string[] => {
  const experiment = experiments[0] as Experiment
  const ends = outcomes.map(endOf)
  const meanOf = (figure: keyof Milestone): number => mean(ends.map(end => end[figure]))
  const accuracies = ends.map(({ testAccuracy }) => testAccuracy)
  const diverged = outcomes.filter(({ kind }) => kind === 'diverged').length
  return [
    diverged === 0 ? name : `${name} (overflowed with ${diverged} of ${outcomes.length} seeds)`,
    showHidden(experiment),
    showInitialisation(experiment.initialisation),
    showDescent(experiment.descent),
    String(experiment.batch),
    `${experiment.epochs} × ${experiment.examples}`,
    meanOf('trainLoss').toFixed(4),
    meanOf('testLoss').toFixed(4),
    meanOf('trainAccuracy').toFixed(3),
    meanOf('testAccuracy').toFixed(3),
    `${Math.min(...accuracies).toFixed(3)} – ${Math.max(...accuracies).toFixed(3)}`,
    meanOf('gradientNorm').toFixed(4),
  ]
}

const tableOf = (studies: readonly StudyOutcomes[]): Table => ({
  head: columns,
  rows: studies.flatMap(({ name, runs }) => [[name], ...runs.map(rowOf)]),
  dense: true,
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

const findingsOf = ({ expectations }: StudyOutcomes): Table => ({
  head: ['What is expected, and with how many seeds it holds', 'seeds'],
  rows: expectations.map(({ says, holds, seeds }) => [says, `${holds} of ${seeds}`]),
})

// -------------------------------------------------------------------------------------
// sections
// -------------------------------------------------------------------------------------

/** A section with the table of all experiments, and one for each study. */
export const studySections = async (studies: readonly StudyOutcomes[]): Promise<readonly Section[]> => {
  const seeds = studies[0]?.runs[0]?.outcomes.length ?? 0
  const drawn = await Promise.all(
    studies.map(async (study, i) => ({
      title: study.name,
      text: study.curves === 'apart' ? `${study.question} ${verdictRule}` : study.question,
      table: findingsOf(study),
      figures: await Promise.all(
        study.curves === 'together' ? together(`study-${i}`, study) : apart(`study-${i}`, study),
      ),
    })),
  )
  const table: Section = {
    title: 'Experiments',
    text:
      `The notebook's exercises, each with ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}: figures after the last epoch, means over the ` +
      'seeds, with the lowest and the highest test accuracy. The gradient is the average over all digits trained on.',
    table: tableOf(studies),
  }
  return [table, ...drawn]
}
