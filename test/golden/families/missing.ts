/**
 * Reference values that are missing: a family, or one case as 'family/case'. The runner fails where one of them is here after all, so an
 * entry goes when its layer comes.
 */
export const missing: readonly string[] = [
  'elementwise',
  'layers2',
  'linear_algebra',
  'losses2',
  'movement',
  'reductions',
  'einsum/ij->ji',
  'einsum/ij->',
  'einsum/ii->i',
  'einsum/ii->',
  'einsum/ij,jk,kl->il',
  'einsum/abc,cd,bd->a',
  'einsum/b...i,ij->b...j',
]
