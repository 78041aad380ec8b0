/**
 * Reference values that are missing: a family, or one case as 'family/case'. The runner fails where one of them is here after all, so an
 * entry goes when its layer comes.
 */
export const missing: readonly string[] = []
