/** Faults that change nothing that can be seen, each with its reason: they live, and do not count. */
import type { Fault } from './faults.ts'

interface Unseen {
  readonly file: string
  /** What the line that is changed has in it. */
  readonly on: string
  /** Defaults to any. */
  readonly kind?: string
  /** The text that is changed, and what stands in its place. Each defaults to any. */
  readonly was?: string
  readonly now?: string
  readonly why: string
}

const estimate = 'an estimate of cost, which only chooses between loops and shares that give the same'
const locals = 'in which order locals are handed back, and so which of them is taken next'

export const unseenFaults: readonly Unseen[] = [
  ...[
    'const perRow = ',
    'const perEnding = ',
    'const perVector = ',
    'return (size / length) * ',
    'const defaultGrainSize',
  ].map(on => ({ file: 'plan/loopCost.ts', on, why: estimate })),
  // Which tile a product has. Its limits, by registers and by extents, are not among these.
  ...[
    'return Math.max(2 / chainsOf(tile, features)',
    'k * stepCycles(tile, features)',
    "const folding = dtype === 'f32'",
    'Math.ceil(k / lanes) * stepCycles(tile, features)',
    '.flatMap(([r, i]) => pieces(extent[1], tile[1])',
    '.reduce((x, y) => x + y, 0)',
    '.reduce((best, choice)',
    '[size, Math.floor(total / size)],',
    '[total % size, 1],',
    ').filter(([each, times]) => each * times > 0)',
  ].map(on => ({ file: 'plan/matmulTile.ts', on, why: estimate })),
  ...['const turnCycles = ', 'const packCycles = ', 'return { plan, cycles: cycles + '].map(on => ({
    file: 'plan/matmul.ts',
    on,
    why: estimate,
  })),
  {
    file: 'plan/convolution.ts',
    on: 'return shape.batch * shape.groups * (matmulCycles(product, features)',
    why: estimate,
  },
  // Into which chunks products and convolutions are divided, whose rows and examples do not meet.
  ...[
    '([x, y], cost) => (x <= y ?',
    'const good = costed.filter(',
    '(x, y) => (countOf(y.partition) > countOf(x.partition)',
    'return span > 0.75 * whole',
  ].map(on => ({ file: 'plan/partition.ts', on, why: estimate })),
  ...[
    ...[
      'argmaxWindows',
      'copy',
      'endings',
      'finite',
      'fused',
      'gather',
      'random',
      'randomChunk',
      'reduce',
    ].map(name => `wasm/emit/${name}.ts`),
    ...['wasm/math/wideTotal.ts', 'wasm/matmul/tile.ts'],
  ].map(file => ({ file, on: 'f.release(', kind: 'arguments', why: locals })),
  {
    file: 'wasm/math/math.ts',
    on: '{ f32: ',
    why: 'a bound that tests hold results to, which hold to a larger one as well',
  },
  ...['packedStride(plan) * ((plan.packLeft', 'packedBytes(plan) + (hasTotals(plan)'].map(on => ({
    file: 'wasm/matmul/deep.ts',
    on,
    was: '0',
    why: 'scratch memory that nothing is written to',
  })),
  {
    file: 'wasm/memoryPool.ts',
    on: 'Math.min(Math.max(2 ** Math.ceil(Math.log2(pages)), 2 ** 8), mostPages)',
    was: '8',
    why: 'how much address space a memory may grow into, at least',
  },
  {
    file: 'codec/csv.ts',
    on: 'return place !== undefined && name !== undefined',
    was: '&&',
    why: 'there are as many places as names',
  },
  {
    file: 'codec/npy.ts',
    on: 'for (let i = 0; i < text.length; i++) bytes[begin + i]',
    was: '<',
    why: 'the byte behind the text is written again by the data, or is none',
  },
  {
    file: 'codec/zipReading.ts',
    on: 'size > (compressed + 1) * largestRatio',
    was: '1',
    why: 'what is not refused here before it is inflated is refused behind it, in the same words',
  },
  {
    file: 'codec/zipReading.ts',
    on: 'if (at + lengths.local > until) return wrong',
    was: '>',
    why: 'a header that ends where the directory begins has no room for its name, and is refused all the same',
  },
  {
    file: 'primitive/order/sortKeys.ts',
    on: 'const one = new Float64Array(1)',
    was: '1',
    why: 'how much is allocated for one number, at least',
  },
  {
    file: 'initialiser/truncatedNormal.ts',
    on: 'const nearest = low > 0 ? low',
    was: '0',
    why: 'which of two ways draws, both from the same distribution, with the same samples where low is above 1',
  },
  {
    file: 'wasm/emit/convolve.ts',
    on: '[false, true].map(relaxed => planScratchBytes(planMatmul(product',
    why: 'room for the larger of two plans, which need the same but for products at the limits of registers',
  },
  {
    file: 'plan/matmulTile.ts',
    on: 'Math.min(4, Math.floor(Math.min(12, registers',
    was: '12',
    why: estimate,
  },
  {
    file: 'numpy/choice.ts',
    on: 'population: needs.either(needs.number, needs.tensor)',
    now: 'needs.tensor, needs.number',
    why: 'which of two things that are taken is named first in a sentence',
  },
]

/** Why a fault cannot be seen, if it cannot. */
export const unseen = ({ file, on, kind, was, now }: Fault): string | undefined =>
  unseenFaults.find(
    each =>
      file.endsWith(`/${each.file}`) &&
      // Outcomes that were kept by an earlier version have no line.
      (on ?? '').includes(each.on) &&
      (each.kind ?? kind) === kind &&
      (each.was ?? was) === was &&
      (each.now ?? now) === now,
  )?.why
