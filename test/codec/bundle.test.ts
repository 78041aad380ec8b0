import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const repository = join(import.meta.dirname, '../..')

/** A page's program: everything that decodes and encodes, without Node. */
const page = `
  import { tensor, toNested } from 'pullback'
  import { decodeCsv, decodeIdx, decodeNpy, decodeNpz, encodeIdx, encodeNpy, encodeNpz, finiteFromString, row } from 'pullback/codec'
  import { decodeSafetensors, encodeSafetensors } from 'pullback/safetensors'
  const x = tensor([[1, 2], [3, 4.5]])
  const nested = ({ _tag, left, right }) => (_tag === 'Left' ? left : toNested(right))
  globalThis.result = {
    npy: nested(decodeNpy(encodeNpy(x))),
    idx: nested(decodeIdx(encodeIdx(x))),
    npz: nested({ _tag: 'Right', right: decodeNpz(encodeNpz({ x })).right.x }),
    safetensors: nested({ _tag: 'Right', right: decodeSafetensors(encodeSafetensors()({ x, 'ü😀': x })).right.tensors['ü😀'] }),
    csv: decodeCsv({ columns: ['a', 'b'], row: row(finiteFromString, finiteFromString), delimiter: ';' })('1;2\\n3;4.5\\n').right,
  }`

test('the codecs are bundled for a browser, and run where there is nothing of Node', async () => {
  const { outputFiles } = await build({
    stdin: { contents: page, resolveDir: repository },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser', // an import of a Node builtin fails here
    conditions: ['pullback-source'],
    logLevel: 'silent',
  })
  const code = outputFiles[0]!.text
  expect(code).not.toMatch(/["'`]node:/)
  // A context has what the language has, and neither Buffer, process nor TextDecoder.
  const context = createContext({})
  runInContext(code, context)
  const rows = [
    [1, 2],
    [3, 4.5],
  ]
  expect(JSON.parse(runInContext('JSON.stringify(result)', context))).toEqual({
    npy: rows,
    idx: rows,
    npz: rows,
    safetensors: rows,
    csv: rows,
  })
})
