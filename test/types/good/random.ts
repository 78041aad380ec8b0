// Keys that are split have names without casts, as many as were asked for.
import { type Key, key, random } from 'pullback'
import { type Equal, expectType } from '../equal.ts'

const [first, second] = random.split(2)(key(0))
expectType<Equal<typeof first, Key>>(true)
expectType<Equal<typeof second, Key>>(true)

const pair = random.split(2)(key(0))
expectType<Equal<typeof pair, readonly [Key, Key]>>(true)
const none = random.split(0)(key(0))
expectType<Equal<typeof none, readonly []>>(true)
const many = random.split(100)(key(0))
expectType<Equal<typeof many, readonly Key[] & { readonly length: 100 }>>(true)
const some = random.split(Number('3'))(key(0))
expectType<Equal<typeof some, readonly Key[]>>(true)
