import { registerPart } from './layerParts.ts'

registerPart(1)
