/**
 * Models that PyTorch exported, with what PyTorch computes from them: values, and gradients by its parameters' names.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs'
import { isLeft } from 'fp-ts/lib/Either.js'
import { type AnyTensor, compile, predict, smoothOf, type Tensor, toValues } from 'pullback'
import { fromOnnx, showOnnxError } from 'pullback/onnx'
import { decodeSafetensors, showSafetensorsError } from 'pullback/safetensors'
import { expect } from 'vitest'
import type { ExchangeCase, Family } from './family.ts'

const bytesOf = (file: string): Uint8Array => new Uint8Array(readFileSync(file))

const tensorsOf = (file: string): Readonly<Record<string, AnyTensor>> => {
  const decoded = decodeSafetensors(bytesOf(file))
  if (isLeft(decoded)) throw new Error(showSafetensorsError(decoded.left))
  return decoded.right.tensors
}

type Tensors = Readonly<Record<string, Tensor>>

/** How far two tensors are apart, in the size of the second. */
export const apart = (found: AnyTensor, wanted: AnyTensor): number => {
  expect(found.shape).toEqual(wanted.shape)
  const [xs, ys]: readonly (readonly number[])[] = [[...toValues(found)], [...toValues(wanted)]]
  const size = ys!.reduce((most, y) => Math.max(most, Math.abs(y)), 1e-3)
  return xs!.reduce((most, x, i) => Math.max(most, Math.abs(x - ys![i]!)), 0) / size
}

/** Where PyTorch has each of its numbers: by the number itself, as exporters turn, join and rename parameters. */
const placesOf = (
  state: Readonly<Record<string, AnyTensor>>,
): ReadonlyMap<number, readonly [string, number]> => {
  const places = new Map<number, readonly [string, number]>()
  for (const [name, x] of Object.entries(state))
    toValues(x).forEach((value, i) => {
      places.set(Math.fround(value), [name, i])
    })
  return places
}

/**
 * Gradients beside PyTorch's, number by number; what was multiplied into a kernel while it was exported (batch normalisation) has a
 * gradient that is smaller by as much. How many were found.
 */
const compared = (
  params: Readonly<Record<string, Tensor>>,
  gradients: Readonly<Record<string, Tensor>>,
  wanted: Readonly<Record<string, AnyTensor>>,
  state: Readonly<Record<string, AnyTensor>>,
): number => {
  const places = placesOf(state)
  const scale = Math.max(
    1e-3,
    ...Object.entries(wanted).flatMap(([name, x]) =>
      name.startsWith('grad.') ? [...toValues(x)].map(Math.abs) : [],
    ),
  )
  let found = 0
  for (const [name, x] of Object.entries(params)) {
    const [numbers, slopes] = [[...toValues(x)], toValues(gradients[name]!)]
    const same = state[name] === undefined ? null : toValues(state[name])
    numbers.forEach((number, i) => {
      const place =
        same !== null && Math.fround(same[i]!) === number ? ([name, i] as const) : places.get(number)
      const [from, at] = place ?? [name, i]
      const gradient = wanted[`grad.${from}`]
      if (gradient === undefined || (place === undefined && same?.length !== numbers.length)) return
      const factor = place === undefined ? number / same![i]! : 1
      expect(Math.abs(slopes[i]! * factor - toValues(gradient)[at]!) / scale).toBeLessThan(1e-5)
      found++
    })
  }
  return found
}

const check = (model: string, io: string, stateFile: string): void => {
  const read = fromOnnx(bytesOf(model))
  if (isLeft(read)) throw new Error(showOnnxError(read.left))
  const { layer, model: own, inputs } = read.right
  const given = tensorsOf(io)
  const values = inputs.map((_, i) => given[`input.${i}`]!)
  const input =
    inputs.length === 1 ? values[0]! : Object.fromEntries(inputs.map(({ name }, i) => [name, values[i]!]))
  expect(apart(predict(layer, own)(input) as AnyTensor, given.output!)).toBeLessThan(1e-5)
  const compiled = compile(predict(layer, own)) as (x: unknown) => AnyTensor
  expect(apart(compiled(input), given.output!)).toBeLessThan(1e-5)
  const [, pullback] = smoothOf(layer, own.state)([own.params, input])
  const [dp, dx] = (pullback as (cotangent: unknown) => readonly [Tensors, Tensor | Tensors])(given.cotangent)
  inputs.forEach(({ name }, i) => {
    const slope = given[`grad.input.${i}`]
    const own = inputs.length === 1 ? (dx as Tensor) : (dx as Tensors)[name]!
    if (slope !== undefined) expect(apart(own, slope)).toBeLessThan(1e-5)
  })
  const state = existsSync(stateFile) ? tensorsOf(stateFile) : own.params
  const slopes = Object.keys(given).some(name => name.startsWith('grad.') && !name.startsWith('grad.input.'))
  if (slopes) expect(compared(own.params, dp, given, state)).toBeGreaterThan(0)
}

/** The models, each with its numbers beside it. */
export const onnx: Family = {
  folder: 'onnx',
  cases: (files, at): readonly ExchangeCase[] =>
    files
      .filter(file => file.endsWith('.onnx'))
      .map(file => {
        const io = file.replace(/\.onnx$/, '.io.safetensors')
        const state = at(`../pytorch/${file.replace(/\..*/, '')}.safetensors`)
        return {
          name: file,
          files: [file, io],
          isCheap: /^(mlp|tagger|residual_net)\./.test(file),
          run: () => check(at(file), at(io), state),
        }
      }),
}
