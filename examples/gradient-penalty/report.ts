/**
 * The report on the gradient penalty.
 *
 * @module
 */
import { type FloatDType, fromValues, op, toValues, tree } from 'pullback'
import { curves } from '../report/curves.ts'
import type { Grid } from '../report/grid.ts'
import { binned, histogram } from '../report/histogram.ts'
import { levelsPlot } from '../report/levels.ts'
import type { Page } from '../report/page.ts'
import { draw, type Figure } from '../report/plot.ts'
import { type Params, scoresAt, slopesOf } from './critic.ts'
import { disc, distance, even, type Points, ring } from './points.ts'
import type { Trained } from './run.ts'
import { type Check, lambda } from './train.ts'

const last = ({ checks }: Trained): Check => checks.at(-1) as Check

const pointsOf = (params: Params, points: readonly (readonly [number, number])[]): Points =>
  fromValues<number, [number, 2], FloatDType>(
    [points.length, 2],
    points.flat(),
    params.score.w.dtype,
  ) as Points

/** A critic at some points, less what it is in the middle, over its largest slope. */
const heights = (critic: Trained, points: readonly (readonly [number, number])[]): readonly number[] => {
  const [middle = 0, ...values] = Array.from(
    toValues(scoresAt(critic.params, pointsOf(critic.params, [[0, 0], ...points]))),
  )
  return values.map(value => (value - middle) / last(critic).steepest)
}

const fieldOf = (critic: Trained): Grid => {
  const [from, to, count] = [-2, 2, 80]
  const middles = Array.from({ length: count }, (_, i) => from + ((i + 0.5) * (to - from)) / count)
  const values = heights(
    critic,
    middles.flatMap(y => middles.map(x => [x, y] as const)),
  )
  return { from, to, rows: middles.map((_, j) => values.slice(j * count, (j + 1) * count)) }
}

const map = (id: string, critic: Trained, caption: string): Promise<Figure> =>
  draw(
    id,
    caption,
    levelsPlot(`Critic, ${critic.name}`, fieldOf(critic), { low: 0, high: 2, value: 'height' }),
  )

/** The critics along a line through the middle, beside the best there is: the radius. */
const cuts = (critics: readonly Trained[]): Promise<Figure> => {
  const places = Array.from({ length: 101 }, (_, i) => -2 + 0.04 * i)
  const series = critics.map(critic => ({
    name: critic.name,
    points: heights(
      critic,
      places.map(x => [x, 0] as const),
    ).map((y, i) => [places[i] as number, y] as const),
  }))
  return draw(
    'cut',
    'Critics along y = 0, over their largest slopes and from 0 in the middle. The best critic is the radius.',
    curves({ title: 'Across the middle', x: 'x', y: 'critic / largest slope' }, [
      ...series,
      { name: 'radius', points: places.map(x => [x, Math.abs(x)] as const) },
    ]),
  )
}

const slopes = (critic: Trained, id: string): Promise<Figure> => {
  const { dtype } = critic.params.score.w
  const points = op.concat(0)(even(disc, 2_000, dtype), even(ring, 2_000, dtype)) as Points
  const values = Array.from(toValues(slopesOf(critic.params, points)), slope => slope / last(critic).steepest)
  // From 0 to 1 whatever the critic: two empty counts hold the ends.
  const counted = [[0, 0], [1, 0], ...values.map(value => [value, 1] as const)] as const
  return draw(
    id,
    `Norms of the gradient at 4,000 points of both distributions, over the largest: ${critic.name}.`,
    histogram(
      { title: `Slopes, ${critic.name}`, x: 'slope / largest slope', y: 'points (square-root scale)' },
      binned(counted, 40),
    ),
  )
}

const weights = (critic: Trained, id: string): Promise<Figure> => {
  const values = tree.tensors(critic.params).flatMap(w => Array.from(toValues(w)))
  return draw(
    id,
    `All ${values.length.toLocaleString('en')} parameters: ${critic.name}.`,
    histogram(
      { title: `Parameters, ${critic.name}`, x: 'parameter', y: 'parameters (square-root scale)' },
      binned(
        values.map(value => [value, 1] as const),
        40,
      ),
    ),
  )
}

/** The report. */
export const penaltyReport = async (critics: readonly Trained[]): Promise<Page> => {
  const [penalised, , clipped] = critics as readonly [Trained, Trained, Trained, Trained]
  return {
    title: 'A penalty on gradients',
    text:
      'A critic gives each point of the plane a number, so that points of a ring get much and points of the disc inside of it little. ' +
      'Among critics whose slope is nowhere above 1, the largest gap between the two means is the Wasserstein-1 distance of the ' +
      `distributions. Here it is known: 14/9 - 6/9 = ${distance.toFixed(4)}, by the radius as the critic.`,
    sections: [
      {
        title: 'Two ways to hold the slope',
        text:
          `Either the loss has a penalty of ${lambda} (slope - 1)² on the lines between the distributions, whose slope is a gradient that is ` +
          'differentiated again for training; or all weights are clipped after each step, and the slope is what comes out of it. A gap over ' +
          `the largest slope is never more than the distance. The penalty lets the slope be 1 + distance / ${2 * lambda} = ` +
          `${(1 + distance / (2 * lambda)).toFixed(3)}, where its price is the gain.`,
        table: {
          head: ['critic', 'gap', 'largest slope', 'distance at least', 'of the distance'],
          rows: critics.map(critic => {
            const { gap, steepest, bound } = last(critic)
            return [
              critic.name,
              gap.toPrecision(3),
              steepest.toPrecision(3),
              bound.toFixed(4),
              `${((100 * bound) / distance).toFixed(1)} %`,
            ]
          }),
        },
        figures: [
          await draw(
            'bounds',
            'The gap over the largest slope: how much of the distance each critic has found.',
            curves({ title: 'What is found of the distance', x: 'step', y: 'gap / largest slope' }, [
              ...critics.map(({ name, checks }) => ({
                name,
                points: checks.map(({ step, bound }) => [step, bound] as const),
              })),
              { name: 'distance', points: [0, last(penalised).step].map(step => [step, distance] as const) },
            ]),
          ),
          await cuts([penalised, clipped]),
        ],
      },
      {
        title: 'Critics as maps',
        text: 'With the penalty it is a cone, as it should be. Clipped, it is a pyramid: where all weights are at their bound, few shapes are left.',
        figures: [
          await map(
            'map-penalty',
            penalised,
            'The critic with the penalty over its largest slope, from 0 in the middle.',
          ),
          await map('map-clipped', clipped, 'The critic with clipped weights, likewise.'),
        ],
      },
      {
        title: 'Slopes and parameters',
        text: 'The penalty brings slopes to one value nearly everywhere; clipping pushes parameters to their bounds.',
        figures: [
          await slopes(penalised, 'slopes-penalty'),
          await slopes(clipped, 'slopes-clipped'),
          await weights(penalised, 'weights-penalty'),
          await weights(clipped, 'weights-clipped'),
        ],
      },
    ],
  }
}
