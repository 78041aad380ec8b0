import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A page on this machine that runs a module; the module leaves a promise in `globalThis.result`. */
export interface Page {
  readonly url: string
  /** What the page found, once it has told; or its error. */
  readonly told: Promise<unknown>
  readonly close: () => void
}

// Cross-origin isolated, so that a page may share memory between threads.
const headers = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
}
const html = `<!doctype html>
<script>
  const tell = told => fetch('/told', { method: 'POST', body: JSON.stringify(told) })
  addEventListener('error', event => tell({ error: String(event.message) }))
  addEventListener('unhandledrejection', event => tell({ error: String(event.reason) }))
</script>
<script type="module" src="/main.js"></script>
<script type="module">tell({ result: await globalThis.result })</script>`

/** Serves a page that runs this code and posts its result back. */
export const servePage = async (code: string): Promise<Page> => {
  const page = new EventEmitter()
  const told = once(page, 'told').then(([text]) => {
    const { result, error } = JSON.parse(text)
    if (error !== undefined) throw new Error(error)
    return result as unknown
  })
  // A page that fails before it is awaited is not a fault of its own.
  told.catch(() => {})
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      let text = ''
      request.on('data', part => {
        text += part
      })
      request.on('end', () => {
        response.writeHead(204, headers).end()
        page.emit('told', text)
      })
      return
    }
    const [type, body] = request.url === '/main.js' ? ['text/javascript', code] : ['text/html', html]
    response.writeHead(200, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(body)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    told,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** Where Firefox is, as Debian and others install it. */
export const findFirefox = (): string | undefined =>
  ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(path => existsSync(path))

/** Opens a page in Firefox, without a window and with a profile of its own, until the page has told what it found. */
export const openInFirefox = async (firefox: string, { url, told }: Page): Promise<unknown> => {
  const profile = await mkdtemp(join(tmpdir(), 'pullback-firefox-'))
  const browser = spawn(firefox, ['--headless', '--no-remote', '--profile', profile, url], {
    env: { ...process.env, HOME: profile },
    stdio: 'ignore',
  })
  const ended = new Promise<number | null>((done, fail) => browser.once('exit', done).once('error', fail))
  try {
    const early = ended.then(code => {
      throw new Error(`Firefox ended with ${code} before the page told anything.`)
    })
    return await Promise.race([told, early])
  } finally {
    browser.kill()
    await ended.catch(() => null)
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
