import { isLeft } from 'fp-ts/lib/Either.js'
import * as pullback from 'pullback'
import { emit } from 'pullback/emit'
import { expect, test } from 'vitest'
import type { Example } from '../contract/examples/example.ts'
import { layers } from '../contract/examples/layers.ts'
import { filesIn, numbersOf } from './emitted.ts'

// Every layer with the arguments of its contract, as emitted files: as here, bit for bit.

// biome-ignore lint/suspicious/noExplicitAny: layers of all sorts
type Loosely = any
const { compile, init, key, layer, predict, wasmThreads } = pullback as Loosely

/** What has no code, or looks at values as it runs. */
const refused: Readonly<Record<string, RegExp>> = {
  mixtureOfExperts: /^argsort$/,
  tap: /A tap cannot observe a compiled program/,
}

const arraysOf = (x: Loosely): Loosely => {
  if (!pullback.isTensor(x))
    return Array.isArray(x)
      ? x.map(arraysOf)
      : Object.fromEntries(Object.entries(x).map(([name, branch]) => [name, arraysOf(branch)]))
  const Elements = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u8: Uint8Array }[x.dtype as 'f32']
  return Elements.from(numbersOf(x))
}

test.each(Object.entries(layers) as readonly [string, Example][])('%s', async (name, { calls, input }) => {
  let net = (pullback as Loosely)[name] ?? layer[name]
  for (const call of calls) net = net(...call)
  const model = init(net)(key(0))
  const f = (weights: Loosely, x: Loosely) => predict(net, weights)(x)
  const emitted = () => emit()(f)(model, input)
  const why = refused[name]
  if (why !== undefined) {
    const said = (): string => {
      try {
        const files = emitted()
        return isLeft(files) && files.left._tag === 'NoCode' ? files.left.operation : 'written'
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(said()).toMatch(why)
    return
  }
  const files = filesIn(emitted())
  const code = `data:text/javascript,${encodeURIComponent(files['model.js'] as string)}`
  const run = await ((await import(code)) as Loosely).load({ wasm: files['model.wasm'] })
  expect(run(arraysOf(input))).toEqual(arraysOf(compile(f, { engine: wasmThreads(1) })(model, input)))
})
