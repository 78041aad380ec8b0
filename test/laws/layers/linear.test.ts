import { registerFamily } from './family.ts'

registerFamily('linear')
