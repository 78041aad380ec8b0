/**
 * The events of a run, and its result.
 *
 * @module
 */
import type { Corpus, Order } from './corpus.ts'
import type { Checked } from './train.ts'

/** How training in an order ended. */
export interface Outcome {
  readonly steps: number
  /** The share of sums held out that are written without a mistake. */
  readonly exact: number
  /** After how many steps it was 0.95 for the first time; nothing if it never was. */
  readonly enough?: number
  readonly seconds: number
}

/** What a run tells. */
export type SumsEvent =
  | {
      readonly event: 'data'
      readonly train: number
      readonly heldOut: number
      readonly parameters: number
      readonly seed: number
    }
  | { readonly event: 'begin'; readonly order: Order }
  | ({ readonly event: 'step' } & Checked)
  | { readonly event: 'result'; readonly last: Outcome; readonly first?: Outcome }

/** What the report is made of; a short run has no training with the first digit first. */
export interface SumsRun {
  readonly corpus: Corpus
  readonly parameters: number
  readonly last: readonly Checked[]
  readonly first: readonly Checked[] | null
}
