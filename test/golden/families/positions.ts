import { evaluation, rotaryPositions, sinusoidalPositions, type Tensor, zeros } from '../../../src/index.ts'
import { family, unknown } from '../family.ts'
import { type Case, expectStored, type Stored } from '../golden.ts'
import { checkMap, ofLayer } from '../smoothCase.ts'

/** What the layer adds to zeros. */
export const positionalEncoding = family<Case>(({ config, params, inputs, output }, run) => {
  const layer = sinusoidalPositions<number>(config.d_model, { base: config.base })
  if (Object.keys({ ...params, ...inputs }).length > 0) unknown('array', { ...params, ...inputs })
  const added = run((x: Tensor<[number, number]>) => layer.run({}, x, {}, evaluation)[0])
  expectStored(added(zeros([config.length, config.d_model], 'f64')), output as Stored, 'the value')
})

const styles = { interleaved: 'interleaved', half_split: 'halfSplit' } as const

export const rotaryEmbedding = family<Case>((one, run) => {
  const { dim, base, offset, style } = one.config
  if (!Object.hasOwn(styles, style)) unknown('style', style)
  const pairs = styles[style as keyof typeof styles]
  checkMap(ofLayer(rotaryPositions(dim, { base, offset, pairs })), one, run)
})
