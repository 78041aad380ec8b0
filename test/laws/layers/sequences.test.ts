import { registerFamily } from './family.ts'

registerFamily('sequences')
