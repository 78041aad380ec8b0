// expect: the mixture takes 16 features, but its expert takes 8
import { dense, mixtureOfExperts } from 'pullback'

export const mixture = mixtureOfExperts(16, 4)(dense(8, 16))
