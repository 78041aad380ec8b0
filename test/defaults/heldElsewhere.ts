/** Defaults that no user can ask for, or that other tests hold, with the reason. */
export const heldElsewhere: Readonly<Record<string, string>> = {
  'loss/ctcTargets.ts completed lengths': 'follows from the scores; test/loss/furtherLosses.test.ts',
  'loss/ctcTargets.ts completed targetLengths': 'follows from the labels; test/loss/furtherLosses.test.ts',
  'loss/meanCtc.ts ctc blank': 'the same as that of its examples; law L38',
  'initialiser/varianceScaling.ts varianceScaling fans': 'follows from the shape; law N5',
  'layer/attention/attention.ts attention padding': 'another input; the types and test/laws/layers.test.ts',
  'layer/shape/exampleAxes.ts exampleOf most': 'inside of layers: no bound',
  'layer/parametric.ts withParams of': 'whose function an error names: test/contract/halfRight.test.ts',
  'layer/fromSmooth.ts withoutParams of': 'whose function an error names: test/contract/halfRight.test.ts',
  'layer/window/sizes.ts sizesAlong least':
    'inside of layers: what sizes are refused, in test/layer/refusalNames.test.ts',
  'layer/shape/slice.ts requireRange start': 'inside of slice: what is refused, in test/laws/layers.test.ts',
  'layer/shape/slice.ts requireRange step': 'inside of slice: what is refused, in test/laws/layers.test.ts',
  'layer/recurrent/recurrent.ts recurrent lengths': 'another input; the types and test/layer/lengths.test.ts',
  'layer/attention/transformerEncoderBlock.ts transformerEncoderBlock padding':
    'another input; the types and test/laws/layers.test.ts',
  'layer/attention/transformerEncoderBlock.ts transformerEncoderBlock dropout':
    'the same as that of its sublayers',
  'layer/attention/transformerDecoderBlock.ts transformerDecoderBlock padding':
    'another input; the types and test/laws/layers.test.ts',
  'random/bulk/vectorModule.ts vectorModule host': 'what the host has: test/random/bulk.test.ts',
  'train/training.ts training epochs': 'test/defaults/fit.test.ts',
  'train/training.ts training dtype': 'test/defaults/fit.test.ts',
  'train/training.ts training compile': 'test/defaults/fit.test.ts',
  'train/training.ts training engine': 'what compile takes: docs/engines.md',
  'train/training.ts training nonFinite': 'test/laws/nonFinite.test.ts',
  'train/training.ts training divergence': 'test/train/reports.test.ts',
  'train/batches.ts batches dropLast': 'test/train/reports.test.ts',
  'metric/averaged.ts averaged zeroDivision': 'test/metric/oneOutput.test.ts',
  'metric/classificationReport.ts classificationReport zeroDivision': 'test/metric/oneOutput.test.ts',
}
