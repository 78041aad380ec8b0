import { config, mutants } from './test/config.ts'

// Each law against what breaks it: minutes, and of interest where laws or generators change. CI runs it beside `npm test`.
export default { ...config, test: { ...config.test, include: [mutants] } }
