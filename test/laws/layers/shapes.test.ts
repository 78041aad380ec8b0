import { registerFamily } from './family.ts'

registerFamily('shapes')
