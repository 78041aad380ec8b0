import { dense, linear as linearLayer, op, type Tensor } from '../../../src/index.ts'
import { family } from '../family.ts'
import type { Case } from '../golden.ts'
import { type Arrangement, checkMap, ofLayer, type Tensors } from '../smoothCase.ts'

/** A weight in the files' layout [out, in] from ours [in, out], and back. */
export const turned = (x: unknown): Tensor => op.transpose([1, 0])(x as never) as Tensor

export const linearArrangement: Arrangement = {
  arrange: ({ weight, bias }) => ({ w: turned(weight), ...(bias === undefined ? {} : { b: bias }) }),
  restore: ({ w, b }: { readonly w: Tensor; readonly b?: Tensor }): Tensors => ({
    weight: turned(w),
    ...(b === undefined ? {} : { bias: b }),
  }),
}

export const linear = family<Case>((one, run) => {
  const { in_features: ins, out_features: outs, bias } = one.config
  const layer = bias ? dense(ins, outs) : linearLayer(ins, outs)
  checkMap(ofLayer(layer, { params: linearArrangement }), one, run)
})
