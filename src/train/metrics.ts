/**
 * Metrics that training reports.
 *
 * @module
 */

/**
 * Numbers about a batch besides its loss: functions of the targets and then of the predictions, as losses are. One that throws is not
 * defined on that batch, as R² is on a single example; it is reported as NaN, and training goes on.
 *
 * @category Training
 * @since 0.1.0
 */
export type Metrics<Y, T> = { readonly [name: string]: (targets: T) => (predictions: Y) => number }

/** Metrics of whatever targets and predictions. */
export type AnyMetrics = Metrics<never, never>

/** No metrics. */
export type NoMetrics = { readonly [Name in never]: never }
