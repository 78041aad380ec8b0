import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request, and the bytes it begins at if it asks for a range. */
export interface Asked {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Where the range begins, or `null` if none was asked for. */
  readonly from: number | null
  /** The number of the request, from 0. */
  readonly nth: number
}

/** A server on this machine that answers as it is asked to, and remembers what it was asked. */
export interface Server {
  readonly url: string
  /** The beginnings of the ranges, `null` for whole files, in the order of the requests. */
  readonly asked: readonly (number | null)[]
  readonly close: () => Promise<void>
}

export const serve = async (answer: (asked: Asked) => void): Promise<Server> => {
  const asked: (number | null)[] = []
  const server = createServer((request, response) => {
    const [, begin] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? []
    const from = begin === undefined ? null : Number(begin)
    asked.push(from)
    answer({ request, response, from, nth: asked.length - 1 })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file`,
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
