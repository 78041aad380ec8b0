/**
 * The JavaScript beside a module: it loads it, and puts numbers in and takes them out. It is the same for every model.
 *
 * @module
 */
import { version } from '../safetensors/version.ts'

/** What a file of JavaScript is made for. */
export interface LoaderOptions {
  /** The name of the files. */
  readonly name: string
  /** Whether its weights are in a file of their own. */
  readonly isBeside: boolean
}

const weights = `\
  const file = await bytesOf(weights)
  if (file.length !== about.length || new TextDecoder().decode(file.subarray(8, about.data)) !== about.header)
    throw new TypeError('The weights are of another module')
  for (const [at, from, to] of about.weights) new Uint8Array(buffer, at).set(file.subarray(from, to))
`

/** What both kinds begin with. */
const head = ({ name, isBeside }: LoaderOptions): string => `\
// By pullback ${version}
const bytesOf = async source => {
  if (source.byteLength >= 0) return new Uint8Array(source)
  const url = new URL(source, import.meta.url)
  const fs = url.protocol === 'file:' && globalThis.process?.getBuiltinModule?.('node:fs')
  if (fs) return fs.readFileSync(url)
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(\`\${url} gives \${answer.status}\`)
  return new Uint8Array(await answer.arrayBuffer())
}

export const load = async ({ wasm = new URL('./${name}.wasm', import.meta.url)${
  isBeside ? `, weights = new URL('./${name}.safetensors', import.meta.url)` : ''
} } = {}) => {
  const { module, instance } = await WebAssembly.instantiate(await bytesOf(wasm), { host: { __proto__: Math, compute() {} } }).catch(cause => {
    throw new Error('The host takes no such module: emit with { portable: true }', { cause })
  })
  const { memory: { buffer }, run: start, commit } = instance.exports
  const about = JSON.parse(new TextDecoder().decode(WebAssembly.Module.customSections(module, 'pullback')[0]))
  const arrays = { f32: Float32Array, f64: Float64Array, i32: Int32Array, u8: Uint8Array }
  const at = ({ dtype, shape, $at }) => new arrays[dtype](buffer, $at, shape.reduce((n, m) => n * m, 1))
${isBeside ? weights : ''}\
  const fit = (form, x, path) => {
    if (Object(form) !== form) return []
    if (!form.$at) return Object.keys(form).flatMap(key => fit(form[key], x?.[key], \`\${path}.\${key}\`))
    const place = at(form)
    const given = x?.dtype ? x.values : x
    const [type, wanted] = [given, place].map(x => \`\${x?.[Symbol.toStringTag] ?? typeof x} of \${x?.length}\`)
    if (type !== wanted) throw new TypeError(\`\${path} has to be \${wanted} ([\${form.shape}]), not \${type}\`)
    return () => place.set(given)
  }
  const write = (...args) => [fit(...args)].flat().forEach(put => put())
`

/** Runs the module: its status. */
const run = `\
    const status = start()
    if (status > 0) throw new RangeError(\`\${about.refusing[status]}: an index is out of range\`)
`

/** A tree of what is read for each of its tensors. */
const read = (form: string, leaf: string): string =>
  `JSON.parse(JSON.stringify(${form}), (_, x) => (x?.$at ? ${leaf} : x))`

/** With a tab for two spaces, which counts where files are to be small. */
const indented = (text: string): string =>
  text.replace(/^(?: {2})+/gm, spaces => '\t'.repeat(spaces.length / 2))

/** The file of a function. */
export const functionLoader = (options: LoaderOptions): string =>
  indented(`\
${head(options)}\
  return (...args) => {
    write(about.args, args, 'arguments')
${run}\
    return ${read('about.result', 'at(x).slice()')}
  }
}
`)

/** The file of a training step. */
export const stepLoader = (options: LoaderOptions): string =>
  indented(`\
${head(options)}\
  let { step } = about
  return {
    step: batch => {
      if (step >= about.end) throw new RangeError(\`There are rates for \${about.end} steps: emit with { steps }\`)
      write(about.batch, batch, 'batch')
      for (const x of about.each) at(x)[0] = x.values[step - about.step] ?? x.values.at(-1)
${run.replace(/^/gm, '  ').trimEnd()}
      if (status < 0) throw new Error(\`Step \${step} is not finite: not taken\`)
      const [loss] = at(about.loss)
      commit()
      step++
      return loss
    },
    state: () => ({ ...${read('about.state', '{ shape: x.shape, dtype: x.dtype, values: at(x).slice() }')}, step }),
    restore: state => {
      if (!(state.step >= about.step)) throw new RangeError(\`Steps begin at \${about.step}\`)
      write(about.state, state, 'state')
      step = state.step
    },
  }
}
`)
