/**
 * The outcome of an experiment, as it is kept on disk.
 *
 * @module
 */
import * as t from 'io-ts'
import { finite } from './number.ts'
import { record } from './record.ts'
import { tagged } from './tagged.ts'

/**
 * A network after so many epochs. Losses are mean negative log-likelihoods in nats, accuracies shares; the norm is that of
 * the gradient averaged over all examples that are trained on.
 */
export const Milestone = record({
  epoch: finite,
  trainLoss: finite,
  trainAccuracy: finite,
  testLoss: finite,
  testAccuracy: finite,
  gradientNorm: finite,
})
export type Milestone = t.TypeOf<typeof Milestone>

const history = t.readonlyArray(Milestone, 'a list of milestones')

/** The way of a network, from before the first epoch on; one whose numbers overflowed says where its way ended. */
export const Outcome = tagged({
  trained: record({ kind: t.literal('trained'), history }),
  diverged: record({ kind: t.literal('diverged'), history, reason: t.string }),
})
export type Outcome = t.TypeOf<typeof Outcome>
