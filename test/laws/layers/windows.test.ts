import { registerFamily } from './family.ts'

registerFamily('windows')
