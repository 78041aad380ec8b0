/** The sources that each test reaches, kept for as long as neither src nor the test changes. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyOf, failures, filesIn } from './copy.ts'
import { marked } from './reach.ts'
import { bitsOf, hasBit, mostPlaces, type Place, placeOf, type Reached, type Reaching } from './reached.ts'
import { isLate } from './stages.ts'

export interface Record {
  readonly reaching: (file: string, start: number, end: number) => readonly Reaching[]
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Reads the record under `kept`, and first makes what is missing of it. */
export const recordOf = async (root: string, kept: string): Promise<Record> => {
  const sources = filesIn(root, 'src', '.ts').map(
    file => [file, readFileSync(join(root, file), 'utf8')] as const,
  )
  const places: Place[] = []
  const texts = sources.map(([file, text]) => {
    const { places: own, text: marks } = marked(file, text, places.length)
    places.push(...own)
    return [file, marks] as const
  })
  if (places.length > mostPlaces) throw new Error(`More than ${mostPlaces} functions: raise mostPlaces`)
  const folder = join(kept, `reach-${hash(JSON.stringify(sources)).slice(0, 12)}`)
  const tests = filesIn(root, 'test', '.test.ts').filter(file => !isLate(file))
  const read = (file: string): Reached | undefined => {
    const place = join(folder, `${file}.json`)
    const reached = existsSync(place) ? (JSON.parse(readFileSync(place, 'utf8')) as Reached) : undefined
    return reached?.hash === hash(readFileSync(join(root, file), 'utf8')) ? reached : undefined
  }
  const missing = tests.filter(file => read(file) === undefined)
  if (missing.length > 0) {
    console.log(`Records what ${missing.length} test files reach: minutes, once for a state of src.`)
    mkdirSync(folder, { recursive: true })
    const copy = copyOf(root)
    try {
      for (const [file, text] of texts) writeFileSync(join(copy.root, file), text)
      // A test that fails here is known by its record.
      await failures(copy, {
        files: missing,
        seconds: 7200,
        bail: 0,
        environment: { PULLBACK_REACH: folder, PULLBACK_LAWS_SEED: '1' },
      })
    } finally {
      copy.remove()
    }
  }
  const known = tests.map(file => {
    const reached = read(file)
    if (reached === undefined) return { file, outside: undefined, tests: [] }
    const its = reached.tests.map(test => ({ ...test, bits: bitsOf(test.places) }))
    return { file, outside: bitsOf(reached.outside), tests: its }
  })
  return {
    reaching: (source, start, end) => {
      const place = placeOf(places, source, start, end)
      // What runs as a file is loaded concerns all that call any of its functions.
      const own = place >= 0 ? [place] : places.flatMap((each, i) => (each.file === source ? [i] : []))
      const reaches = (bits: Uint8Array): boolean => own.some(i => hasBit(bits, i))
      return known.flatMap(({ file, outside, tests }) => {
        const within = tests.filter(test => reaches(test.bits))
        const all = place < 0 || outside === undefined || reaches(outside)
        if (!all && within.length === 0) return []
        const run = all ? tests : within
        return [
          {
            file,
            within: within.length > 0,
            skipped: tests.filter(test => test.failed || !run.includes(test)).map(({ name }) => name),
            seconds: 2 + run.reduce((sum, { milliseconds }) => sum + milliseconds / 1000, 0),
          },
        ]
      })
    },
  }
}
