// A page that keeps, reads and saves models: bundled, and run in browsers by the test.
import { dense, init, key, toNested } from 'pullback'
import { indexedDb, opfs, readBlob, readModelBlob, saveFile } from 'pullback/browser'
import { decodeModel, encodeModel, showModelFileError } from 'pullback/safetensors'

const net = dense(4, 3)
const model = init(net)(key(1))
const bytes = encodeModel(net, { metadata: { trained: 'here' } })(model)

const kept = async (store: ReturnType<typeof opfs>) => {
  const before = await store.list()
  const missing = await store.read('none')()
  const written = [
    await store.write('a.safetensors', bytes.slice(0, 9))(),
    await store.write('a.safetensors', bytes)(),
  ]
  await store.write('b.safetensors', bytes)()
  const listed = await store.list()
  const read = await store.read('a.safetensors')()
  const loaded = read._tag === 'Right' ? decodeModel(net)(read.right) : null
  const removed = [await store.remove('b.safetensors')(), await store.remove('b.safetensors')()]
  const after = await store.list()
  return {
    before,
    missing,
    written,
    listed: listed._tag === 'Right' ? listed.right.toSorted() : listed,
    loaded:
      loaded?._tag === 'Right'
        ? toNested(loaded.right.model.params.w)
        : loaded === null
          ? read
          : showModelFileError(loaded.left),
    removed,
    after,
  }
}

const fromFile = async () => {
  const file = new Blob([bytes])
  const read = await readBlob(file, { tensors: { 'params.b': { dtype: 'f32' } } })()
  const loaded = await readModelBlob(file, net)()
  const refused = await readModelBlob(file, dense(4, 2))()
  return {
    names: read._tag === 'Right' ? Object.keys(read.right.tensors) : read,
    loaded: loaded._tag === 'Right' ? loaded.right.metadata : loaded,
    refused: refused._tag,
  }
}

interface Link {
  readonly download: string
  readonly href: string
}

interface Page {
  addEventListener(name: 'click', f: (event: { preventDefault(): void; target: Link }) => void): void
  readonly document: { createElement(name: 'a'): Link; readonly body: { appendChild(link: Link): Link } }
}

/** What a link that is clicked would download. */
const saved = async () => {
  const page = globalThis as unknown as Page
  const told = new Promise(resolve => {
    page.addEventListener('click', event => {
      event.preventDefault()
      const { download, href } = event.target
      resolve(fetch(href).then(async answer => [download, (await answer.arrayBuffer()).byteLength]))
    })
  })
  const make = page.document.createElement.bind(page.document)
  // A link that is in no page tells no listener of the page.
  page.document.createElement = name => page.document.body.appendChild(make(name))
  saveFile('digits.safetensors')(bytes)
  return told
}

const result = (async () => ({
  length: bytes.length,
  weights: toNested(model.params.w),
  opfs: await kept(opfs('models')),
  indexedDb: await kept(indexedDb('models')),
  file: await fromFile(),
  saved: await saved(),
}))()
Object.assign(globalThis, { result })
