/**
 * Laws of activations and gates, by name.
 *
 * @module
 */
import * as activations from '../../layer/activation/activation.ts'
import * as forms from '../../layer/activation/forms.ts'
import * as gates from '../../layer/gate/gate.ts'
import { ofLayer, ofMaker } from './ofLayer.ts'

/**
 * The laws of `elu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const eluLaws = ofMaker('eluLaws', forms.eluLaws)
/**
 * The laws of `gelu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const geluLaws = ofMaker('geluLaws', forms.geluLaws)
/**
 * The laws of `hardtanh`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const hardtanhLaws = ofMaker('hardtanhLaws', forms.hardtanhLaws)
/**
 * The laws of `leakyRelu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const leakyReluLaws = ofMaker('leakyReluLaws', activations.leakyReluLaws)
/**
 * The laws of `logSoftmax`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const logSoftmaxLaws = ofLayer('logSoftmaxLaws', activations.logSoftmaxLaws)
/**
 * The laws of `mish`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const mishLaws = ofLayer('mishLaws', forms.mishLaws)
/**
 * The laws of `prelu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const preluLaws = ofLayer('preluLaws', forms.preluLaws)
/**
 * The laws of `relu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const reluLaws = ofLayer('reluLaws', activations.reluLaws)
/**
 * The laws of `selu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const seluLaws = ofLayer('seluLaws', forms.seluLaws)
/**
 * The laws of `silu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const siluLaws = ofLayer('siluLaws', forms.siluLaws)
/**
 * The laws of `softmax`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const softmaxLaws = ofLayer('softmaxLaws', activations.softmaxLaws)
/**
 * The laws of `softplus`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const softplusLaws = ofMaker('softplusLaws', forms.softplusLaws)
/**
 * The laws of `glu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const gluLaws = ofMaker('gluLaws', gates.gluLaws)
/**
 * The laws of `swiGlu`, and of one of your own that is given.
 *
 * @category Laws
 * @since 0.1.0
 */
export const swiGluLaws = ofMaker('swiGluLaws', gates.swiGluLaws)
