import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Either, isLeft, isRight } from 'fp-ts/lib/Either.js'
import { batchNorm, compose, dense, init, key, ones, random, relu, tensor, toNested, zeros } from 'pullback'
import {
  type DataError,
  encodeSafetensors,
  openSafetensors,
  readModel,
  readSafetensors,
  showDataError,
  streamSafetensors,
  writeModel,
  writeSafetensors,
} from 'pullback/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pullback-tensors-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const at = (name: string): string => join(folder, name)

const got = <A>(outcome: Either<DataError, A>): A => {
  if (isLeft(outcome)) throw new Error(showDataError(outcome.left))
  return outcome.right
}

const said = (outcome: Either<DataError, unknown>): string =>
  isLeft(outcome) ? showDataError(outcome.left).replace(`${folder}/`, '') : 'it was read'

const tensors = {
  a: random.normal([3, 4])(key(1)),
  b: random.normal([5])(key(2)),
  c: tensor([1, 2, 300], 'i32'),
  d: zeros([2, 2], 'u8'),
  e: ones([0, 3], 'f64'),
}

describe('a file', () => {
  test('is what encodeSafetensors gives, and is read as it was written', async () => {
    got(await writeSafetensors(at('x.safetensors'), { metadata: { from: 'here' } })(tensors)())
    const bytes = new Uint8Array(await readFile(at('x.safetensors')))
    expect(bytes).toEqual(encodeSafetensors({ metadata: { from: 'here' } })(tensors))
    const read = got(await readSafetensors(at('x.safetensors'))())
    expect(read).toEqual({ tensors, metadata: { from: 'here' } })
  })

  test('has large tensors of one number without their memory, and more pieces than are written at once', async () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`t${i}`, tensor([i, i + 0.5])]))
    const all = { ...many, large: zeros([700_000]), wide: random.normal([200_000])(key(3)) }
    got(await writeSafetensors(at('x.safetensors'))(all)())
    expect(new Uint8Array(await readFile(at('x.safetensors')))).toEqual(encodeSafetensors()(all))
    expect(got(await readSafetensors(at('x.safetensors'))()).tensors).toEqual(all)
  })

  test('gives the tensors that are asked for, checked', async () => {
    got(await writeSafetensors(at('x.safetensors'))(tensors)())
    const read = got(
      await readSafetensors(at('x.safetensors'), { tensors: { a: { dtype: 'f32', shape: [null, 4] } } })(),
    )
    expect(Object.keys(read.tensors)).toEqual(['a'])
    expect(said(await readSafetensors(at('x.safetensors'), { tensors: { z: {} } })())).toBe(
      'x.safetensors: there is no tensor "z", only "e", "a", "b", "c", "d". Check the name.',
    )
    expect(said(await readSafetensors(at('x.safetensors'), { tensors: { c: { dtype: 'f32' } } })())).toMatch(
      /^x\.safetensors: tensor "c", byte \d+: the elements are i32, but f32 is wanted\./,
    )
    expect(said(await readSafetensors(at('x.safetensors'), { maxBytes: 10 })())).toMatch(
      /up to 10 are allowed/,
    )
  })

  test('is looked into, and read tensor by tensor', async () => {
    got(await writeSafetensors(at('x.safetensors'), { metadata: { from: 'here' } })(tensors)())
    const file = got(await openSafetensors(at('x.safetensors'))())
    expect(file.metadata).toEqual({ from: 'here' })
    expect([...file.entries.values()].map(({ name, elements, shape }) => [name, elements, shape])).toEqual([
      ['e', 'F64', [0, 3]],
      ['a', 'F32', [3, 4]],
      ['b', 'F32', [5]],
      ['c', 'I32', [3]],
      ['d', 'U8', [2, 2]],
    ])
    expect(got(await file.read('b')())).toEqual(tensors.b)
    expect(got(await file.read('e', { dtype: 'f64' })())).toEqual(tensors.e)
    expect(said(await file.read('toString')())).toMatch(/there is no tensor "toString"/)
    expect(said(await file.read('a', { shape: [2, null] })())).toMatch(/the array is \[3, 4\]/)
  })

  test('fills memory that is there with numbers of a tensor', async () => {
    const half = { ...tensors, f: random.normal([9])(key(6)) }
    got(await writeSafetensors(at('x.safetensors'))(half)())
    const file = got(await openSafetensors(at('x.safetensors'))())
    const into = new Float32Array(4)
    const found: number[] = []
    for (let from = 0; from < 9; from += 4)
      found.push(...into.subarray(0, got(await file.readInto('f', from, into)())))
    expect(found).toEqual(toNested(half.f))
    expect(got(await file.readInto('f', 9, into)())).toBe(0)
    expect(said(await file.readInto('f', 0, new Int32Array(2))())).toMatch(
      /the elements are f32, but i32 is wanted/,
    )
    expect(said(await file.readInto('z', 0, into)())).toMatch(/there is no tensor "z"/)
    expect(() => file.readInto('f', -1, into)).toThrow(/readInto needs/)
    expect(() => file.readInto('f', 0, [] as never)).toThrow(/readInto needs a Float32Array/)
  })

  test('that is exchanged between looking and reading is not mixed up with the other', async () => {
    got(await writeSafetensors(at('x.safetensors'))(tensors)())
    const file = got(await openSafetensors(at('x.safetensors'))())
    got(await writeSafetensors(at('x.safetensors'))(tensors)())
    expect(said(await file.read('a')())).toBe(
      'x.safetensors: the file is another one than when it was opened. Open it again.',
    )
  })

  test('is read part by part', async () => {
    const long = random.normal([10, 7])(key(4))
    got(await writeSafetensors(at('x.safetensors'))({ ...tensors, long })())
    const found: Record<string, number[]> = {}
    for await (const part of streamSafetensors(at('x.safetensors'), { partBytes: 24 })) {
      const { name, from, values } = got(part)
      expect(values.shape[0]).toBeLessThanOrEqual(24)
      found[name] ??= []
      expect(from).toBe(found[name].length)
      found[name].push(...(toNested(values) as number[]))
    }
    expect(found.long).toEqual((toNested(long) as number[][]).flat())
    expect(found.e).toEqual([])
    expect(Object.keys(found)).toEqual(['e', 'a', 'b', 'long', 'c', 'd'])
    const outcomes = []
    for await (const part of streamSafetensors(at('x.safetensors'), { names: ['b', 'z'] }))
      outcomes.push(part)
    expect(outcomes.map(isRight)).toEqual([true, false])
  })

  test('that was cut is refused', async () => {
    got(await writeSafetensors(at('x.safetensors'))(tensors)())
    await truncate(at('x.safetensors'), 400)
    expect(said(await readSafetensors(at('x.safetensors'))())).toMatch(
      /^x\.safetensors: (tensor ".", )?byte \d+: the data end at byte \d+, but the file ends at 400 \(the rule: /,
    )
    expect(said(await openSafetensors(at('none.safetensors'))())).toMatch(/there is no such file/)
  })

  test('is written as a whole or not at all', async () => {
    await mkdir(at('x.safetensors'))
    expect(said(await writeSafetensors(at('x.safetensors'))(tensors)())).toMatch(
      /cannot be written \(EISDIR\)/,
    )
    expect(await readdir(folder)).toEqual(['x.safetensors'])
  })
})

const index = 'model.safetensors.index.json'

describe('an index of files', () => {
  const write = (all = tensors) =>
    writeSafetensors(at(index), { maxShardBytes: 40, metadata: { v: '1' } })(all)

  test('is as Hugging Face has it, and is read as one', async () => {
    got(await write()())
    expect((await readdir(folder)).toSorted()).toEqual([
      'model-00001-of-00003.safetensors',
      'model-00002-of-00003.safetensors',
      'model-00003-of-00003.safetensors',
      index,
    ])
    expect(JSON.parse(await readFile(at(index), 'utf8'))).toEqual({
      metadata: { total_size: 48 + 20 + 12 + 4 },
      weight_map: {
        a: 'model-00002-of-00003.safetensors',
        b: 'model-00003-of-00003.safetensors',
        c: 'model-00003-of-00003.safetensors',
        d: 'model-00003-of-00003.safetensors',
        e: 'model-00001-of-00003.safetensors',
      },
    })
    expect(got(await readSafetensors(at(index))())).toEqual({ tensors, metadata: { v: '1' } })
    const file = got(await openSafetensors(at(index))())
    expect(got(await file.read('c')())).toEqual(tensors.c)
  })

  test('is exchanged as a whole, and the files of the one before are removed', async () => {
    got(await write()())
    const other = { ...tensors, b: ones([5]) }
    got(await write(other)())
    expect(got(await readSafetensors(at(index))()).tensors).toEqual(other)
    const files = await readdir(folder)
    expect(files.length).toBe(4)
    expect(files).not.toContain('model-00001-of-00003.safetensors')
    got(await write()())
    expect((await readdir(folder)).toSorted()[0]).toBe('model-00001-of-00003.safetensors')
  })

  const indexed = (map: unknown): Promise<void> =>
    writeFile(at(index), typeof map === 'string' ? map : JSON.stringify({ weight_map: map }))

  test('whose paths lead out of its folder is refused', async () => {
    await mkdir(at('in'))
    got(await writeSafetensors(at('out.safetensors'))({ a: tensors.a })())
    const inner = at(`in/${index}`)
    const paths = [
      '../out.safetensors',
      at('out.safetensors'),
      'x/../../out.safetensors',
      'C:\\x',
      '..\\out',
      'a\u0000b',
      '',
      './x',
    ]
    for (const path of paths) {
      await writeFile(inner, JSON.stringify({ weight_map: { a: path } }))
      const read = await readSafetensors(inner)()
      expect(isLeft(read) && read.left._tag, path).toBe('IndexBroken')
      expect(said(read)).toMatch(
        /in\/model.safetensors.index.json: byte 19: the index is wrong: the path ".*" of a file /,
      )
    }
    await symlink('../out.safetensors', at('in/link.safetensors'))
    await writeFile(inner, JSON.stringify({ weight_map: { a: 'link.safetensors' } }))
    expect(said(await readSafetensors(inner)())).toMatch(
      /the file "link.safetensors" is a link out of the folder/,
    )
    expect(got(await readSafetensors(inner, { followLinks: true })()).tensors.a).toEqual(tensors.a)
    await symlink('..', at('in/up'))
    await writeFile(inner, JSON.stringify({ weight_map: { a: 'up/out.safetensors' } }))
    expect(said(await readSafetensors(inner)())).toMatch(/is a link out of the folder/)
  })

  test('that does not agree with its files, or is none, is refused with the byte', async () => {
    got(await writeSafetensors(at('x.safetensors'))({ a: tensors.a, b: tensors.b })())
    const refusals: readonly (readonly [unknown, RegExp])[] = [
      [{ a: 'x.safetensors', c: 'x.safetensors' }, /the file "x.safetensors" has no tensor "c"/],
      [{ a: 'x.safetensors' }, /the file "x.safetensors" has a tensor "b" that it does not name there/],
      [{ a: 'y.safetensors' }, /^y.safetensors: there is no such file/],
      [{ a: 3 }, /byte 19: the index is wrong: the file of the tensor "a" is not a text/],
      [[], /its weight_map is not an object/],
      ['{}', /it has no weight_map/],
      ['[]', /it is not an object/],
      ['{"weight_map":{"a":"x","a":"x"}}', /byte 23: the index is wrong: the name "a" is there twice/],
      ['{"weight_map"', /byte 13: .* ':' is expected, but there is the end/],
    ]
    for (const [map, sentence] of refusals) {
      await indexed(map)
      expect(said(await readSafetensors(at(index))())).toMatch(sentence)
    }
    await writeFile(at(index), Uint8Array.of(0x7b, 0xff))
    expect(said(await readSafetensors(at(index))())).toMatch(/byte 1: the index is wrong: it is not UTF-8/)
  })

  test('is asked for by its path', () => {
    expect(() => writeSafetensors(at('model.safetensors'), { maxShardBytes: 9 })(tensors)).toThrow(
      /Give it '.*model\.safetensors\.index\.json'\.$/,
    )
  })
})

describe('a model', () => {
  const net = compose(dense(4, 8), batchNorm(8), relu(), dense(8, 2))
  const model = init(net)(key(5))

  test.each(['model.safetensors', index])('is written to %s and read', async name => {
    got(await writeModel(at(name), net, { metadata: { trained: 'yes' } })(model)())
    const loaded = got(await readModel(at(name), net)())
    expect(loaded.model).toEqual(model)
    expect([loaded.name, loaded.metadata]).toEqual([net.name, { trained: 'yes' }])
  })

  test('of another layer is refused with the path and every entry', async () => {
    got(await writeModel(at('m.safetensors'), net)(model)())
    const text = said(await readModel(at('m.safetensors'), compose(dense(4, 8), relu(), dense(8, 2)))())
    expect(text.split('\n').length).toBe(10)
    expect(text).toMatch(/^m\.safetensors: the file, which says it holds/)
    await rename(at('m.safetensors'), at('n.safetensors'))
    expect(said(await readModel(at('m.safetensors'), net)())).toMatch(/there is no such file/)
  })
})
