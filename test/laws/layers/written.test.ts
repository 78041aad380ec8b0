import { registerFamily } from './family.ts'

registerFamily('written')
