import { registerFamily } from './family.ts'

registerFamily('activations')
