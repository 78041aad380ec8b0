/**
 * The runs of a reference framework beside ours.
 *
 * @module
 */
import type { Option } from 'fp-ts/lib/Option.js'
import { isNone } from 'fp-ts/lib/Option.js'
import { curves } from '../report/curves.ts'
import type { Section } from '../report/page.ts'
import { draw } from '../report/plot.ts'
import { type Followed, mostApart, tolerance } from './follow.ts'

const titles: Readonly<Record<string, string>> = {
  logistic_sgd_one_sample: 'Logistic regression, SGD, one digit a step',
  one_hidden_sgd_one_sample: '10 sigmoid units, SGD, one digit a step',
  one_hidden_momentum_batch32: '10 sigmoid units, momentum, 32 digits a step',
  two_hidden_adam_batch32_l2: '16 and 12 tanh units, Adam, L2, 32 digits a step',
}

const titleOf = ({ name }: Followed): string => titles[name] ?? name

/** How far the runs are apart, and their curves. */
export const referenceSection = async (followed: Option<readonly Followed[]>): Promise<Section> => {
  const title = 'Beside a reference framework'
  if (isNone(followed))
    return {
      title,
      text: 'Skipped: the file with the runs of PyTorch is not beside the folder of the data.',
    }
  const runs = followed.value
  const within = runs.every(run => mostApart(run) <= tolerance)
  return {
    title,
    text:
      'The notebook asks for the same network in another framework. PyTorch trained these from given parameters on given ' +
      `batches, in float64; pullback does the same. The two are ${within ? '' : 'not '}within ${tolerance} of each other in ` +
      'all losses, norms of gradients and final parameters. The table has the largest |ours - theirs| / (1 + |theirs|).',
    table: {
      head: ['run', 'steps', 'losses', 'gradient norms', 'final parameters'],
      rows: runs.map(run => [
        titleOf(run),
        String(run.losses.length),
        ...[run.apart.losses, run.apart.norms, run.apart.parameters].map(x => x.toExponential(1)),
      ]),
    },
    figures: await Promise.all(
      runs.map((run, i) =>
        draw(
          `reference-${i}`,
          `${titleOf(run)}: the loss of each step; the two lines lie on each other.`,
          curves({ title: 'Loss on the batch', x: 'step', y: 'loss (nats)' }, [
            { name: 'PyTorch', points: run.reference.map((y, x) => [x, y] as const) },
            { name: 'pullback', points: run.losses.map((y, x) => [x, y] as const) },
          ]),
        ),
      ),
    ),
  }
}
