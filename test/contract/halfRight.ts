import * as pullback from 'pullback'
import type { Example } from './examples/example.ts'
import { describeError, type Finding, isInWords, settled, wrongIn } from './fuzz.ts'
import { junk } from './junk.ts'
import { giving, replaced, type Site, type Step, sitesOf } from './sites.ts'

type Anything = (...given: unknown[]) => unknown

/** What a function throws that is given: it passes through as it is. */
class Mine extends Error {}

const untyped = pullback as unknown as Readonly<Record<string, (...given: readonly unknown[]) => Anything>>

const isThing = (x: unknown, ...methods: readonly string[]): x is Readonly<Record<string, Anything>> => {
  try {
    return typeof x === 'object' && x !== null && methods.every(m => typeof (x as never)[m] === 'function')
  } catch {
    return false
  }
}

const params = { w: pullback.ones([2, 2]) }
const seed = pullback.key(3)
const batch = {
  inputs: pullback.ones([2, 3]),
  targets: pullback.tensor([0, 1], 'i32'),
}

/** Uses what a call gave as its users do: a layer is begun and run, there and back, an optimiser makes a step. */
const use = (result: unknown, input: unknown): unknown => {
  if (isThing(result, 'init', 'run') && input !== undefined) {
    const model = untyped.init!(result)(seed) as pullback.Model<unknown, unknown>
    const at = [model.params, input]
    const [value, pull] = untyped.smoothOf!(result, model.state, pullback.training(seed))(at) as [
      unknown,
      Anything,
    ]
    pull(
      pullback.tree.map((x: pullback.AnyTensor) =>
        x.kind === 'float' ? pullback.onesLike(x) : pullback.trivial,
      )(value),
    )
    return value
  }
  if (isThing(result, 'init', 'run')) {
    const model = result.init!(seed, 'f32') as pullback.Model<unknown, unknown>
    return (untyped.lossOf!(model.state)(result) as Anything)(batch)
  }
  if (isThing(result, 'init', 'update', 'rates')) {
    const state = result.init!(params)
    const [updates] = result.update!(params, state, params, result.rates!(0)) as [unknown]
    return updates
  }
  if (isThing(result, 'advance', 'state')) {
    result.advance!(() => pullback.ones([2]))
    return result.state!()
  }
  return result
}

const run = async (
  f: Anything,
  calls: readonly (readonly unknown[])[],
  input: unknown,
): Promise<readonly [unknown]> => {
  let result: unknown = f
  for (const given of calls) {
    if (typeof result !== 'function') return [result]
    result = (result as Anything)(...given)
  }
  const used = use(result, input)
  const failure = await settled(used)
  if (failure !== null) throw failure
  // In a list, as what a promise gives is asked whether it is one.
  return [used]
}

/** Kinds of junk that functions give. */
const givenKinds = [
  'undefined',
  'null',
  'true',
  'one',
  'half',
  'NaN',
  'numeral',
  'symbol',
  'bigint',
  'record',
  'emptyArray',
  'sizes',
  'nulls',
  'map',
  'giveNothing',
  'promise',
  'cyclicRecord',
  'deep',
  'hostileGetters',
  'revokedRecord',
  'float32Array',
  'likeATensor',
  'scalar',
  'matrix',
  'doubles',
  'noRows',
  'trivial',
  'treeWithJunk',
]

const primitives = ['string', 'number', 'boolean', 'bigint', 'symbol']

/** Whether what was taken cannot be what was meant: a text for a number, a number for a tensor. */
const confuses = (meant: unknown, given: unknown): boolean => {
  if (given === undefined || meant === undefined || meant === null) return false
  if (given === null) return true
  // One number stands for several sizes.
  if (typeof given === 'number' && Array.isArray(meant)) return false
  return primitives.includes(typeof given) && typeof given !== typeof meant
}

interface Attempt {
  readonly path: readonly Step[]
  readonly kinds: readonly string[]
  readonly meant: unknown
  readonly place: (by: (old: unknown) => unknown) => readonly (readonly unknown[])[]
  readonly given: boolean
}

const attemptsAt = (
  calls: readonly (readonly unknown[])[],
  site: Site,
  kinds: readonly string[],
): readonly Attempt[] => {
  const { path, value } = site
  const at = (by: (old: unknown) => unknown) => replaced(calls, path, by) as typeof calls
  const itself: Attempt = { path, kinds, meant: value, place: at, given: false }
  if (typeof value !== 'function') return [itself]
  const method = path.at(-1)
  const entries =
    method === 'rates' ? [null] : method === 'init' ? [null, 'params', 'state'] : [null, 0, 1, 2]
  const results = entries.flatMap(entry =>
    [0, 1].map(
      (depth): Attempt => ({
        path: [...path, '()'.repeat(depth + 1), ...(entry === null ? [] : [entry])],
        kinds: givenKinds,
        meant: undefined,
        place: by => at(f => giving(f as Anything, depth, entry, by)),
        given: true,
      }),
    ),
  )
  return [itself, ...results]
}

const inputOf = (
  spoilt: readonly (readonly unknown[])[],
  calls: readonly unknown[],
  input: unknown,
): unknown => (input === undefined ? undefined : spoilt[calls.length]![0])

/** Replaces one place in a call that is right, by each kind of junk; what went wrong. */
export const spoil = async (
  name: string,
  f: Anything,
  { calls, input, loose = [], skipped = input === undefined ? [] : ['million'] }: Example,
): Promise<readonly Finding[]> => {
  const findings: Finding[] = []
  try {
    await run(f, calls, input)
  } catch (error) {
    findings.push({ call: `${name}, as in its example`, what: describeError(error) })
    return findings
  }
  const whole = input === undefined ? calls : [...calls, [input]]
  const sites = sitesOf(whole).filter(({ path }) => path.length >= 2)
  for (const site of sites)
    for (const { path, kinds, meant, place, given } of attemptsAt(whole, site, Object.keys(junk))) {
      const where = path.join('.')
      for (const kind of kinds) {
        if (skipped.includes(kind)) continue
        const call = `${name} with ${kind} at ${where}`
        let used = false
        let replacedBy: unknown
        let before: unknown = meant
        const spoilt = place(old => {
          used = true
          if (given) before = old
          replacedBy = junk[kind]!()
          return replacedBy
        })
        const start = process.cpuUsage()
        try {
          const [result] = await run(f, spoilt.slice(0, calls.length), inputOf(spoilt, calls, input))
          const wrong = wrongIn(result, [kind], name)
          if (wrong !== null) findings.push({ call, what: wrong })
          if (used && confuses(before, replacedBy) && !loose.some(l => where.startsWith(l)))
            findings.push({ call, what: 'was taken' })
        } catch (error) {
          if (!isInWords(error)) findings.push({ call, what: describeError(error) })
        }
        const { user, system } = process.cpuUsage(start)
        if (user + system > 1e6) findings.push({ call, what: `took ${(user + system) / 1e6} s` })
        if (!used) break
      }
      if (given) {
        let called = false
        const mine = new Mine('mine')
        try {
          await run(
            f,
            place(() => {
              called = true
              throw mine
            }).slice(0, calls.length),
            input,
          )
          if (called && !loose.some(l => where.startsWith(l)))
            findings.push({ call: `${name} where ${where} throws`, what: 'was masked' })
        } catch (error) {
          if (
            called &&
            error !== mine &&
            !(error instanceof pullback.NonFiniteError) &&
            (error as Error).cause !== mine
          )
            findings.push({ call: `${name} where ${where} throws`, what: describeError(error) })
        }
      }
    }
  return findings
}
