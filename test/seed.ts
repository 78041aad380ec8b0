// One fresh seed for all laws of a run, printed before the first test, so that any failure can be run again.
export default (): void => {
  const given = process.env.PULLBACK_LAWS_SEED
  if (given !== undefined && !/^\d+$/.test(given))
    throw new Error(`PULLBACK_LAWS_SEED must be a non-negative integer, not '${given}'`)
  const seed = given ?? String(Math.floor(Math.random() * 2 ** 31))
  process.env.PULLBACK_LAWS_SEED = seed
  console.info(`laws are tried on samples from seed ${seed}; PULLBACK_LAWS_SEED=${seed} gives the same again`)
}
