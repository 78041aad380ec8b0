// A consumer in Node: runs on the packed package, and is type-checked against its declarations.
import * as pullback from 'pullback'
import { dense } from 'pullback'
import * as browser from 'pullback/browser'
import * as codec from 'pullback/codec'
import * as emit from 'pullback/emit'
import * as laws from 'pullback/laws'
import { checkLaws, layerLaws } from 'pullback/laws'
import * as node from 'pullback/node'
import * as numpy from 'pullback/numpy'
import * as onnx from 'pullback/onnx'
import * as pytorch from 'pullback/pytorch'
import * as safetensors from 'pullback/safetensors'
import * as stablehlo from 'pullback/stablehlo'
import { separate } from './spiral.ts'
import { learn } from './xor.ts'

const exports = { pullback, browser, codec, emit, laws, node, numpy, onnx, pytorch, safetensors, stablehlo }
const broken = checkLaws(layerLaws(dense(3, 2), { input: [4, 3] }), { numRuns: 10 }).filter(
  law => !law.passed,
)
console.log(
  JSON.stringify({
    exports: Object.fromEntries(Object.entries(exports).map(([k, v]) => [k, Object.keys(v)])),
    broken: broken.map(({ message }) => message),
    ...(await learn()),
    spiral: await separate(),
  }),
)
