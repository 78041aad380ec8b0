import { registerPart } from './layerParts.ts'

registerPart(2)
