/**
 * Laws of whole programs, computed by an engine: values, watched outputs, refusals, and what lasts from run to run.
 *
 * @module
 */
import fc, { type Arbitrary } from 'fast-check'
import { type AnyTensor, type Engine, fromValues, PullbackError, reference, zeros } from '../../src/index.ts'
import { abstractOf, type Program } from '../../src/primitive/core/program.ts'
import { every, holds } from '../close.ts'
import { type Law, law, type Verdict } from '../law.ts'
import {
  carriesOf,
  type Range,
  read,
  runOn,
  type Sample,
  sameBits,
  samplesIn,
  within,
  write,
} from '../program/sample.ts'

/** Programs are small: several of them are one sample. */
const several = 6

/** A law of every program, given whatever else it takes. */
const lawOfEach = <Xs extends readonly unknown[]>(
  id: string,
  statement: string,
  samples: Arbitrary<Sample>,
  others: { readonly [I in keyof Xs]: Arbitrary<Xs[I]> },
  check: (sample: Sample, ...others: Xs) => Verdict,
): Law =>
  law(
    id,
    statement,
    [fc.array(fc.tuple(samples, fc.tuple(...others)), { minLength: 1, maxLength: several, size: 'max' })],
    each => every(...each.map(([sample, given]) => check(sample, ...(given as unknown as Xs)))),
  )

/** What a run says that fails. */
const refusalOf = (run: () => unknown): string | null => {
  try {
    run()
    return null
  } catch (error) {
    return error instanceof PullbackError ? `${error._tag}: ${error.what}` : `no PullbackError: ${error}`
  }
}

const withIndices = (inputs: readonly AnyTensor[], index: number): readonly AnyTensor[] =>
  inputs.map(x =>
    x.dtype === 'i32'
      ? (fromValues(
          x.shape,
          Array.from({ length: x.shape.reduce((n, m) => n * m, 1) }, () => index),
          'i32',
        ) as AnyTensor)
      : x,
  )

/** G4 to G9. */
export const programLaws = (engine: Engine, range: Range): readonly Law[] => {
  const samples = samplesIn(range)
  return [
    lawOfEach(
      'G4',
      'a random program gives what the reference gives, run after run, also after NaN and infinities',
      samples,
      [],
      ({ program, errors, inputs }) => {
        const [own, plain] = [engine.prepare(program), reference.prepare(program)]
        return every(
          ...[undefined, Number.NaN, undefined, Number.POSITIVE_INFINITY, undefined].map((special, run) => {
            const given = inputs(run, special)
            const [got, want] = [runOn(own, program, given), runOn(plain, program, given)]
            return special === undefined ? within(got, want, errors) : holds(true, got, want)
          }),
        )
      },
    ),
    lawOfEach(
      'G5',
      'the same inputs give the same bits, on each run, after other inputs, and when it is prepared anew',
      samples,
      [],
      ({ program, inputs }) => {
        const [own, anew] = [engine.prepare(program), engine.prepare(program)]
        const first = runOn(own, program, inputs(0))
        own.execute()
        const again = read(own, program)
        runOn(own, program, inputs(1, Number.NaN))
        return every(
          sameBits(again, first),
          sameBits(runOn(own, program, inputs(0)), first),
          sameBits(runOn(anew, program, inputs(0)), first),
        )
      },
    ),
    lawOfEach(
      'G6',
      'it says whether all that is watched is finite, as the reference does, run after run',
      samples,
      [fc.nat()],
      ({ program, inputs }, seed) => {
        const watched = program.outputs.map((_, i) => i).filter(i => (seed >> i) % 2 === 0)
        const engines = [engine, reference].map(each => each.prepare(program, { watched }))
        return every(
          ...[undefined, Number.NaN, undefined, Number.POSITIVE_INFINITY, undefined].map((special, run) => {
            const [got, want] = engines.map(each => {
              write(each, inputs(run, special))
              return each.execute()
            })
            return { ...holds(got === want, got, want), at: `run ${run}, given ${special ?? 'numbers'}` }
          }),
        )
      },
    ),
    lawOfEach(
      'G7',
      'an index out of range is refused as the reference refuses it, and the next run is none the worse',
      samples,
      [fc.constantFrom(-1, 100)],
      ({ program, errors, inputs }, index) => {
        const bad = withIndices(inputs(0), index)
        const [own, plain] = [engine.prepare(program), reference.prepare(program)]
        const [got, want] = [own, plain].map(each => refusalOf(() => runOn(each, program, bad)))
        // Where several indices are wrong, engines may meet another one first.
        const part = (said: string | null | undefined) => said?.split(' was given')[0] ?? null
        return every(
          holds(part(got) === part(want), got, want),
          within(runOn(own, program, inputs(1)), runOn(plain, program, inputs(1)), errors),
        )
      },
    ),
    lawOfEach(
      'G8',
      'what is written is what is read; nothing else is, and what was read stays as it was',
      samples,
      [],
      ({ program, inputs }) => {
        const [own, other] = [engine.prepare(program), engine.prepare(program)]
        const blank = program.inputs.map(({ shape, dtype }) => zeros(shape, dtype) as AnyTensor)
        const placed = (each: typeof own) => program.inputs.map((_, input) => each.readInput(input))
        const before = placed(own)
        write(own, inputs(0))
        const results = runOn(own, program, inputs(0))
        const kept = results.map(x => x)
        const [written, untouched] = [placed(own), placed(other)]
        runOn(own, program, inputs(1))
        const ignored = program.inputs.map((_, input) => !own.reads(input))
        const mixed = inputs(1).map((x, i) => (ignored[i] ? (inputs(2)[i] as AnyTensor) : x))
        return every(
          sameBits(before, blank),
          sameBits(written, inputs(0)),
          sameBits(untouched, blank),
          sameBits(kept, runOn(other, program, inputs(0))),
          sameBits(runOn(own, program, mixed), runOn(other, program, inputs(1))),
        )
      },
    ),
    lawOfEach(
      'G9',
      'it refuses what does not fit its inputs or positions that there are not, and keeps what it had',
      samples,
      [],
      ({ program, inputs }) => {
        const own = engine.prepare(program)
        const want = runOn(own, program, inputs(0))
        const [count, outputs] = [program.inputs.length, program.outputs.length]
        const refusals = {
          'an input of another shape': () => own.write(0, zeros([...shapeOf(program, 0), 2])),
          'an input of another element type': () => own.write(0, zeros(shapeOf(program, 0), 'u8')),
          'an input that there is not': () => own.write(count, zeros([])),
          'an output that there is not': () => own.read(outputs),
          'a place that there is not': () => own.readInput(-1),
          'a watched output that there is not': () => engine.prepare(program, { watched: [outputs] }),
          'a carried output that does not fit': () =>
            engine.prepare(program, { carried: [{ output: outputs, input: 0 }] }),
        }
        const accepted = Object.entries(refusals).flatMap(([what, run]) => {
          const said = refusalOf(run)
          return said === null || said.startsWith('no ') ? [`${what}: ${said ?? 'accepted'}`] : []
        })
        own.execute()
        return every(holds(accepted.length === 0, accepted, []), sameBits(read(own, program), want))
      },
    ),
  ]
}

const shapeOf = (program: Program, ref: number) => abstractOf(program, ref).shape

/** G10 to G12: what is carried. */
export const carryLaws = (engine: Engine, range: Range): readonly Law[] => {
  const samples = samplesIn(range).filter(({ program }) => carriesOf(program).length > 0)
  return [
    ...([false, true] as const).map(inPlace =>
      lawOfEach(
        inPlace ? 'G11' : 'G10',
        `what is carried${inPlace ? ', also in place,' : ''} is what is written back by hand, bit for bit`,
        samples,
        [fc.integer({ min: 1, max: 4 })],
        ({ program, inputs }, times) => {
          const carried = carriesOf(program)
          const [own, plain] = [engine.prepare(program, { carried, inPlace }), engine.prepare(program)]
          write(own, inputs(0))
          write(plain, inputs(0))
          const verdicts = Array.from({ length: times }, () => {
            own.execute()
            plain.execute()
            const want = read(plain, program)
            // In place, an output that is carried lies where its input lies.
            const got = read(own, program)
            own.commit()
            for (const { output, input } of carried) plain.write(input, want[output] as AnyTensor)
            const [stands, stood] = [own, plain].map(each =>
              program.inputs.map((_, input) => each.readInput(input)),
            ) as [AnyTensor[], AnyTensor[]]
            return every(sameBits(got, want), sameBits(stands, stood))
          })
          return every(...verdicts)
        },
      ),
    ),
    law('G12', 'what one program gives away disturbs no other', [samples, samples], (first, second) => {
      const [a, b] = [engine.prepare(first.program), engine.prepare(second.program)]
      const want = runOn(b, second.program, second.inputs(0))
      runOn(a, first.program, first.inputs(0, Number.NaN))
      a.release?.()
      const c = engine.prepare(second.program)
      const blank = second.program.inputs.map(({ shape, dtype }) => zeros(shape, dtype) as AnyTensor)
      return every(
        sameBits(
          second.program.inputs.map((_, input) => c.readInput(input)),
          blank,
        ),
        sameBits(read(b, second.program), want),
        sameBits(runOn(c, second.program, second.inputs(0)), want),
        sameBits(runOn(b, second.program, second.inputs(0)), want),
      )
    }),
  ]
}
