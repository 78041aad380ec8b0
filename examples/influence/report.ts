/**
 * The report on the influence of examples.
 *
 * @module
 */
import { toNested } from 'pullback'
import { curves } from '../report/curves.ts'
import { galleryPlot, type Picture } from '../report/gallery.ts'
import type { Page } from '../report/page.ts'
import { draw } from '../report/plot.ts'
import { scatterPlot } from '../report/scatter.ts'
import type { Labelled } from './data.ts'
import { type Influences, ranked, shareFound } from './run.ts'

const pixelsOf = ({ inputs }: Labelled): readonly (readonly number[])[] =>
  toNested(inputs) as readonly (readonly number[])[]

const picture = (pixels: readonly number[] | undefined, words: string, marked: boolean): Picture => ({
  pixels: pixels ?? [],
  width: 8,
  darkest: 1,
  words,
  marked,
})

const signed = (x: number): string => `${x < 0 ? '-' : '+'}${Math.abs(x).toFixed(3)}`

/** The report. */
export const influenceReport = async (seen: Influences): Promise<Page> => {
  const { corpus, traces, order, digit, loss, foretold, removals, correlation } = seen
  const { train, test, flipped, truth } = corpus
  const count = flipped.length
  const wrong = flipped.filter(Boolean).length
  const images = pixelsOf(train)
  const given = toNested(train.targets) as readonly number[]
  const labelled = (i: number): Picture => {
    const was = flipped[i] ? ` was ${truth[i]}` : ''
    return picture(images[i], `${given[i]}${was}`, flipped[i] as boolean)
  }
  const withEffect = (i: number): Picture => ({
    ...labelled(i),
    words: `${given[i]}  ${signed(foretold[i] as number)}`,
  })
  const steps = Array.from({ length: 51 }, (_, i) => Math.round((i * count) / 50))
  const byEffect = ranked(foretold)
  const epochs = [1, 3, traces.length]
  const label = (toNested(test.targets) as readonly number[])[digit]
  return {
    title: 'The influence of single examples',
    text:
      `${count.toLocaleString('en')} digits to learn from, ${wrong} of which were given a wrong label. Which ones they are is found by the gradients of ` +
      'single examples, which run for all at once. And a prediction that went wrong is traced to the examples that made it so.',
    sections: [
      {
        title: 'Wrong labels',
        text:
          'What is learned of an example with a wrong label contradicts the others, so its gradient stays large. The sum over epochs of ' +
          'rate · ‖gradient‖² is what an example does to its own loss (Pruthi and others, 2020). Among the ' +
          `${wrong} examples with the largest, ${Math.round(100 * shareFound(corpus, order, wrong))} % have a wrong label; by chance it ` +
          `would be ${Math.round((100 * wrong) / count)} %.`,
        figures: [
          await draw(
            'found',
            'The share of all wrong labels found when so many examples are looked at, the most influential first.',
            curves({ title: 'Wrong labels found', x: 'share of examples looked at', y: 'share found' }, [
              ...epochs.map(epoch => {
                const own = ranked(traces[epoch - 1]?.scores ?? [])
                return {
                  name: epoch === 1 ? 'after 1 epoch' : `after ${epoch} epochs`,
                  points: steps.map(k => [k / count, shareFound(corpus, own, k)] as const),
                }
              }),
              { name: 'chance', points: [0, 1].map(share => [share, share] as const) },
            ]),
          ),
          await draw(
            'most-influential',
            'The 24 examples with the most influence on themselves, and the labels they were given; wrong ones in orange, with the true one.',
            galleryPlot('Most influential on themselves', 6, order.slice(0, 24).map(labelled)),
          ),
        ],
      },
      {
        title: 'A prediction, and what made it',
        text:
          `The digit that a softmax regression predicts worst is this ${label}, with a loss of ${loss.toFixed(2)}. By how much the loss would ` +
          'rise without an example is foretold by one product with the inverse Hessian, by conjugate gradients, and one tangent through the ' +
          'losses of all examples (Koh and Liang, 2017).',
        figures: [
          await draw(
            'predicted',
            'The digit.',
            galleryPlot('Predicted worst', 1, [picture(pixelsOf(test)[digit], `a ${label}`, false)]),
          ),
          await draw(
            'helpful',
            'Examples without which its loss would rise most, with their labels and by how much; wrong labels in orange.',
            galleryPlot('They help', 4, byEffect.slice(0, 8).map(withEffect)),
          ),
          await draw(
            'harmful',
            'Examples without which it would fall most.',
            galleryPlot('They harm', 4, byEffect.toReversed().slice(0, 8).map(withEffect)),
          ),
        ],
      },
      {
        title: 'Left out in earnest',
        text:
          `${removals.length} examples were left out, one at a time, and the model trained again to the end: those with the largest effects and ` +
          `some of the others. What was foretold and what came have a correlation of ${correlation.toFixed(4)}.`,
        figures: [
          await draw(
            'removals',
            'The change of the loss without an example: by training again over what was foretold.',
            scatterPlot(
              { title: 'Foretold, and what came', x: 'foretold (nats)', y: 'trained again (nats)' },
              ['right label', 'wrong label'],
              removals.map(removal => ({
                x: removal.foretold,
                y: removal.came,
                group: removal.flipped ? 'wrong label' : 'right label',
              })),
            ),
          ),
        ],
      },
    ],
  }
}
