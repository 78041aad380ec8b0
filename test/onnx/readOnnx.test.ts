import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isLeft } from 'fp-ts/lib/Either.js'
import { predict, type Tensor, toNested, zeros } from 'pullback'
import { readOnnx, showDataError } from 'pullback/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bytesOf, node, perceptron, port } from './models.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pullback-onnx-'))
  await mkdir(join(folder, 'model', 'parts'), { recursive: true })
  await writeFile(join(folder, 'secret.bin'), new Uint8Array(8))
  await writeFile(join(folder, 'model', 'parts', 'w.bin'), new Uint8Array(Float32Array.of(0, 2, 3).buffer))
  await symlink(join(folder, 'secret.bin'), join(folder, 'model', 'link.bin'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A model whose weights are in another file. */
const outside = (location: string): Uint8Array =>
  bytesOf({
    input: [port('x', ['n', 2])],
    output: [port('y', ['n', 2])],
    initializer: [
      {
        name: 'w',
        data_type: 1,
        dims: [2n],
        data_location: 1,
        external_data: [
          { key: 'location', value: location },
          { key: 'offset', value: '4' },
          { key: 'length', value: '8' },
        ],
      },
    ],
    node: [node('Add', ['x', 'w'], ['y'])],
  })

const said = async (location: string): Promise<string> => {
  const path = join(folder, 'model', 'net.onnx')
  await writeFile(path, outside(location))
  const read = await readOnnx(path)()
  return isLeft(read) ? showDataError(read.left) : 'It was read.'
}

test('a model is read with the files beside it', async () => {
  const path = join(folder, 'model', 'net.onnx')
  await writeFile(path, outside('parts/w.bin'))
  const read = await readOnnx(path, { input: [null, 2], output: [null, 2] })()
  if (isLeft(read)) throw new Error(showDataError(read.left))
  const y: Tensor<[number, 2]> = predict(read.right.layer, read.right.model)(zeros([1, 2]))
  expect(toNested(y)).toEqual([[2, 3]])
})

test('files outside of its folder are refused, also behind a link, and missing ones named', async () => {
  expect(await said('../secret.bin')).toMatch(
    /net\.onnx.*tensor 'w'.*'\.\.\/secret\.bin' is not a path within the folder/,
  )
  expect(await said('link.bin')).toMatch(/'link\.bin' is a link to a file outside of the folder/)
  expect(await said('none.bin')).toMatch(/there is no file 'none\.bin' beside the model/)
})

test('a file that is missing, or is none, is an error with its path', async () => {
  const missing = await readOnnx(join(folder, 'none.onnx'))()
  expect(isLeft(missing) && missing.left._tag).toBe('FileMissing')
  const path = join(folder, 'cut.onnx')
  await writeFile(path, bytesOf(perceptron).subarray(0, 100))
  const cut = await readOnnx(path)()
  expect(isLeft(cut) && showDataError(cut.left)).toMatch(/cut\.onnx: byte \d+/)
})
