/**
 * The report as one HTML file.
 *
 * @module
 */
import { renderPage } from '../../examples/report/page.ts'
import { draw } from '../../examples/report/plot.ts'
import { caseNamed } from '../cases/index.ts'
import type { Result } from '../contest/contest.ts'
import { growthSections } from './growth.ts'
import { jobPlot } from './plots.ts'
import { jobsOf, summary } from './table.ts'

const grows = (result: Result): boolean => caseNamed(result.case).growth !== undefined

/** What was measured, where and how. */
export interface Measurement {
  readonly machine: string
  readonly command: string
  readonly results: readonly Result[]
}

/** The report as HTML. */
export const benchReport = async ({ machine, command, results }: Measurement): Promise<string> => {
  const jobs = jobsOf(results.filter(result => !grows(result)))
  return renderPage({
    title: 'pullback beside its peers',
    text: `${command}. ${machine}.`,
    sections: [
      ...(jobs.length === 0
        ? []
        : [
            {
              title: 'The workloads of the notebooks',
              text:
                'Medians in µs a step. In brackets: the time of the fastest pullback as a share of the peer’s. Dots are ' +
                'medians, lines reach from the fastest to the slowest round.',
              table: summary(jobs.flat()),
              figures: await Promise.all(
                jobs.map(job =>
                  draw(
                    `${job[0]!.case}-${job[0]!.dtype}`,
                    `${job[0]!.case} in ${job[0]!.dtype}: ${caseNamed(job[0]!.case).about}.`,
                    jobPlot(job),
                  ),
                ),
              ),
            },
          ]),
      ...(await growthSections(results.filter(grows))),
    ],
  })
}
