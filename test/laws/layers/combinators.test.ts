import { registerFamily } from './family.ts'

registerFamily('combinators')
