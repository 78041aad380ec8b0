// The tests of each input that once went wrong: the beginning of its row in the list of such inputs, and the tests of it, each by
// its file and what stands in its title there.

type Kept = readonly [file: string, ...titles: readonly string[]]

export const rows: Readonly<Record<string, readonly Kept[]>> = {
  // Types
  "README's first example, or `compose(dense(4, 3), dense(3, 2))` alone": [
    [
      'types/compilers.test.ts',
      'takes the documentation, the docstrings and the good programs',
      'says what is wrong in $file',
    ],
    ['types/deno.test.ts', "Deno's compiler takes and refuses what the others do"],
  ],
  'where it comes from': [
    ['types/good/typeFunction.ts', "Type functions of one's own"],
    ['types/compilers.test.ts', 'makes few types for twelve layers'],
  ],
  '`compose` of 33 layers of which the last does not fit': [
    ['types/bad/thirtyThree.ts', 'the 33rd layer takes'],
  ],
  '`compose(...layers)` of an array': [
    ['types/good/list.ts', 'compose(...list)'],
    ['train/runtimeSizes.test.ts', 'a list of layers runs if they fit'],
  ],
  '`predict(net, model)(tensor(rows))` with `rows: number[][]`': [
    ['types/good/runtimeSizes.ts', 'const inputs = tensor(rows)'],
    [
      'train/runtimeSizes.test.ts',
      'what fits at run time is taken by predict and fit',
      'what does not is refused by predict',
    ],
  ],
  'a union of optimisers, as a sweep has, into `fit`': [
    ['types/good/sweep.ts', 'const optimiser = optimisers[name]'],
  ],
  'hover over a composition of 12 layers with convolutions': [
    ['types/compilers.test.ts', 'what an editor shows over twelve layers with convolutions'],
  ],
  '`tensor(new Float32Array([1, 2]))`': [
    ['types/good/values.ts', 'tensor(new Float32Array([1, 2]))'],
    ['tensor/rows.test.ts', 'a typed array is copied, and its type is known'],
  ],
  // What is carried from step to step
  '`iterate(s => ({ b: shift(1)(s.b), a: shift(-1)(s.a) }))(1)({ a: 50, b: 3 })`': [
    ['engine/carried.test.ts', 'matches entries of a state by name: { a: 50, b: 3 } gives { a: 49, b: 4 }'],
    [
      'train/carriedStates.test.ts',
      'the state of an optimiser is matched by name',
      'the state of a layer is matched by name',
    ],
  ],
  'a fold whose next state has another shape': [['engine/carried.test.ts', 'refuses a step that gives %s']],
  '`fit(…, { from })` with the checkpoint of another optimiser': [
    ['train/from.test.ts', 'from a checkpoint %s'],
  ],
  '`fit`, compiled, with `optimiser.partition` of which a member has a state': [
    ['train/carriedStates.test.ts', 'the example of partition in docs/training.md trains'],
    ['train/everyOptimiser.test.ts', 'partition'],
    ['engine/carried.test.ts', 'lets the trivial cotangent stay what it is'],
  ],
  '`from` with another key, a batch beyond the epoch': [['train/from.test.ts', 'from a checkpoint %s']],
  '`fit(…, { epoch: 3 })`': [['train/from.test.ts', 'options of fit', '{ compile: false } with no engine']],
  // Tensors and what is not a tensor
  '`JSON.stringify(model)`, `structuredClone(model)`': [
    ['tensor/values.test.ts', 'what has been through %s comes back with its numbers'],
  ],
  '`assert.deepStrictEqual(tensor([1, 2]), tensor([3, 4]))`': [
    ['tensor/values.test.ts', 'deep equality of %s'],
  ],
  '`from: JSON.parse(JSON.stringify(checkpoint))`': [
    ['tensor/values.test.ts', 'from: JSON.parse(JSON.stringify(checkpoint)) is refused with a sentence'],
  ],
  '`compile((x, s: number) => op.scale(s)(x))(tensor([1, 2]), 2)`': [
    [
      'engine/plainValues.test.ts',
      'compile((x, s: number) => op.scale(s)(x))(tensor([1, 2]), 2)',
      'a flag, a text, null',
    ],
  ],
  '`fromElements([3], …)` with a `Float32Array` of another realm': [
    ['tensor/rows.test.ts', 'fromElements([3], …) with a Float32Array of another realm is f32'],
  ],
  'a host whose policy forbids WebAssembly': [
    ['engine/limits.test.ts', 'permission to compile trains in the reference engine'],
  ],
  'an address space of 20 GiB (`ulimit -v`)': [
    ['engine/limits.test.ts', 'many addresses runs all the same in what there is'],
  ],
  // Numbers
  '`logSumExp([-inf, -inf])`': [['smooth/limits.test.ts', 'logSumExp of infinite entries is -inf or inf']],
  '`negativeLogProbability()([0])([[-1, -inf]])`': [
    [
      'smooth/limits.test.ts',
      'negativeLogProbability()([0])([[-1, -inf]]) is 1',
      'softTargetCrossEntropy counts a target of 0',
    ],
  ],
  'gradient of `Σ select(x > 0, log x, 0)` at [0, 2]': [
    [
      'smooth/limits.test.ts',
      'the gradient of Σ safeLog x at [0, 2] is [0, 0.5]',
      'the gradient of max(‖x‖, 1e-10) at 0 is 0',
    ],
  ],
  'f32 `sin`, `cos` of 1e7 and more': [['engine/vectorMath.test.ts', "'sin', 'cos'"]],
  'f32 sum of 10⁶ times 0.1, compiled': [
    [
      'engine/sums.test.ts',
      'sums of equal terms %i × %i are right to 10⁻⁶ in f32',
      'sum([0]) of 10⁷ × 3 equal numbers',
      'the statistics of batch norm',
    ],
  ],
  'i32 123456789 · 987654321': [['engine/integers.test.ts', '%s of %s wraps exactly', '123456789']],
  '`metrics: { r2 }` where the last batch has one row': [
    [
      'train/reports.test.ts',
      'a metric that is not defined on a batch is reported as NaN',
      'leaves out a last batch that is short',
    ],
  ],
  '`rocAuc`, `accuracy` for one sigmoid output': [
    [
      'metric/oneOutput.test.ts',
      'are those of scikit-learn',
      'scores of two classes [batch, 2]',
      'classes that occur nowhere',
    ],
  ],
  'training on unscaled prices: loss 5e27, finite': [
    ['train/reports.test.ts', 'training on unscaled prices'],
  ],
  // Data
  'CSV with `;` or tabs, comments, missing values': [
    ['codec/csv.test.ts', 'reads a table in a text', 'missing values that are asked for'],
    ['codec/bundle.test.ts', 'the codecs are bundled for a browser'],
  ],
  '`.npy` of uint32, uint64, float16 and `=` byte order': [
    ['codec/npy.test.ts', 'reads what NumPy writes', 'every float16 is what the host makes of it'],
    ['codec/bundle.test.ts', 'the codecs are bundled for a browser'],
  ],
  '`tensor(rows)` of 4000 × 784 nested numbers': [
    // How long it takes is measured by `npm run bench:data`.
    ['tensor/rows.test.ts', 'rows of typed arrays'],
    ['random/bulk.test.ts', 'the first samples of many are those of few'],
  ],
  // Files, threads, memory
  '`writeNpy`, `writeNpz`, `writeIdx` to a path whose parent is a file': [
    [
      'node/write.test.ts',
      'to a path whose parent is a file',
      'to a name that is too long, and to the longest that is legal',
    ],
  ],
  'writing over a file of mode 600, over a symbolic link': [
    ['node/write.test.ts', 'over a file keeps its mode', 'over a symbolic link writes what it leads to'],
  ],
  'a writer killed many times': [['node/write.test.ts', 'leaves what the next one cleans']],
  '`download` without a checksum, cut off, resumed': [
    ['node/download.test.ts', 'anew, without a checksum, if the rest is of another version'],
  ],
  '`download({ urls: [] })`': [
    ['node/download.test.ts', 'refuses before anything is fetched', 'a throwing onProgress'],
  ],
  'an `.npz` whose end record counts fewer entries': [
    ['codec/npz.test.ts', 'an archive that does not say what it holds is refused'],
  ],
  '`wasmThreads(2)` made 60 times': [['engine/sweep.test.ts', 'pools of one host share its threads']],
  '2,000 shapes compiled in one synchronous loop': [
    ['engine/sweep.test.ts', 'leave little memory, few addresses and no threads behind'],
  ],
  'a program of over 2 GiB in `fit`': [
    ['engine/limits.test.ts', 'an absurdly large program says so in fit, at once'],
  ],
  // Calls from plain JavaScript: no table, but a list
  'zeros(5)': [
    ['cases/plainJavaScript.test.ts', 'is answered as a sentence'],
    ['contract/exports.test.ts', '%s refuses junk with a sentence'],
    ['contract/halfRight.test.ts', 'refuses what is half right with a sentence'],
  ],
}
