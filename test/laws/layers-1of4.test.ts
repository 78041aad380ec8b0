import { registerPart } from './layerParts.ts'

registerPart(0)
