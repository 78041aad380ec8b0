import { registerFamily } from './family.ts'

registerFamily('norms')
