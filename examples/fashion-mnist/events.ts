/**
 * The events of a run, and its result.
 *
 * @module
 */
import type { FloatDType } from 'pullback'
import type { BestEpoch } from './best.ts'
import type { Checked } from './gradientCheck.ts'
import type { NotebookStep } from './notebook.ts'
import type { Moments, PixelStatistics } from './pixels.ts'

/** A line of the notebook: loss and accuracy on the last batch of an epoch. */
export interface NotebookEpoch {
  readonly epoch: number
  readonly loss: number
  readonly accuracy: number
}

/** What a run tells. */
export type FashionEvent =
  | {
      readonly event: 'data'
      readonly train: number
      readonly test: number
      /** Of a pixel, from 0 to 255. */
      readonly raw: Moments
      /** Of a pixel as the notebook's network sees it, and its extremes. */
      readonly standardised: Moments & { readonly least: number; readonly most: number }
    }
  | ({ readonly event: 'epoch'; readonly model: 'notebook' } & NotebookEpoch)
  | ({ readonly event: 'epoch'; readonly model: 'best' } & BestEpoch)
  | { readonly event: 'test'; readonly model: 'notebook'; readonly accuracy: number }
  | {
      readonly event: 'law'
      readonly id: string
      readonly statement: string
      readonly holds: boolean
      readonly networks: number
    }
  | {
      readonly event: 'result'
      readonly dtype: FloatDType
      readonly notebook: { readonly epochs: readonly NotebookEpoch[]; readonly testAccuracy: number }
      readonly gradients: {
        readonly networks: number
        readonly laws: number
        readonly broken: readonly string[]
      }
      readonly best: { readonly testAccuracy: number; readonly seconds: number }
    }

/** An image: 784 values from 0 to 255, and its class. */
export interface Garment {
  readonly pixels: readonly number[]
  readonly label: number
}

/** A test image with what the better network says of it. */
export interface Sample extends Garment {
  readonly predicted: number
  readonly probabilities: readonly number[]
}

/** What the report is made of. */
export interface FashionRun {
  readonly dtype: FloatDType
  readonly statistics: PixelStatistics
  readonly firstImage: Garment
  readonly notebook: {
    readonly steps: readonly NotebookStep[]
    readonly epochs: readonly NotebookEpoch[]
    readonly testAccuracy: number
  }
  readonly gradients: { readonly networks: number; readonly laws: readonly Checked[] }
  readonly best: {
    readonly epochs: readonly BestEpoch[]
    readonly testAccuracy: number
    readonly confusion: readonly (readonly number[])[]
    /** The first test image of each class. */
    readonly samples: readonly Sample[]
  }
}
