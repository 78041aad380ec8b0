/**
 * All families of exchanged files. A format that is read or written adds its own here.
 *
 * @module
 */
import type { Family } from './family.ts'
import { onnx } from './onnx.ts'
import { onnxSuite } from './onnxSuite.ts'
import { pytorch } from './pytorch.ts'
import { safetensors } from './safetensors.ts'

export const families: readonly Family[] = [onnx, onnxSuite, pytorch, safetensors]
