/**
 * The report on the digits.
 *
 * @module
 */
import type { Page } from '../report/page.ts'
import { mainJobSections } from './reportMainJob.ts'
import { printedSection } from './reportPrinted.ts'
import { referenceSection } from './reportReference.ts'
import { sigmoidSection } from './reportSigmoid.ts'
import { studySections } from './reportStudies.ts'
import type { DigitsRun } from './run.ts'

/** The main job, and the exercises if there are any. */
export const digitsReport = async ({ job, studies, followed }: DigitsRun): Promise<Page> => ({
  title: 'Handwritten digits',
  text:
    'Two models learn to read 8 × 8 images of handwritten digits: logistic regression, and a network with one hidden ' +
    'layer. Pixels are standardised by the mean and deviation of the training part.',
  sections: [
    ...(await mainJobSections(job)),
    ...(studies.length === 0
      ? []
      : [
          printedSection(job),
          await sigmoidSection(),
          ...(await studySections(studies)),
          await referenceSection(followed),
        ]),
  ],
})
