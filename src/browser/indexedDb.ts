/**
 * Files in a database of the browser.
 *
 * @module
 */
import type { CheckpointStore } from '../checkpoint/index.ts'
import { takes } from '../tensor/contract/index.ts'
import { attempt, Refusal } from './attempt.ts'
import { fileName } from './contract.ts'
import { browser, type Database, type DatabaseRequest, type Transaction } from './host.ts'

const files = 'files'

const answered = <A>(request: DatabaseRequest<A>): Promise<A> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

const completed = (transaction: Transaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onerror = () => reject(transaction.error)
    transaction.onabort = () => reject(transaction.error)
  })

const opened = async (name: string): Promise<Database> => {
  const request = browser.indexedDB?.open(name, 1)
  if (request === undefined) throw new Refusal('this host has no databases: take opfs, or another store')
  request.onupgradeneeded = () => request.result.createObjectStore(files)
  return answered(request)
}

/**
 * Files in a database of the browser (IndexedDB), where `opfs` is not to be had: each is written in one transaction, so that it is there
 * as a whole or not at all. The left of each task says why it failed.
 *
 * @throws ArgumentError unless the database is a name.
 *
 * @example
 * import { indexedDb } from 'pullback/browser'
 * const store = indexedDb('models') // store.write('digits.safetensors', bytes)() writes
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const indexedDb = takes('indexedDb', { database: fileName }, () => indexedDbUnchecked)

const indexedDbUnchecked = (name: string): CheckpointStore => {
  const using = <A>(mode: 'readonly' | 'readwrite', use: (transaction: Transaction) => Promise<A>) =>
    attempt(async () => {
      const database = await opened(name)
      try {
        return await use(database.transaction(files, mode, { durability: 'strict' }))
      } finally {
        database.close()
      }
    })
  return {
    name: `the database ${name}`,
    list: using('readonly', async transaction =>
      (await answered(transaction.objectStore(files).getAllKeys())).map(String),
    ),
    read: file =>
      using('readonly', async transaction => {
        const bytes = await answered(transaction.objectStore(files).get(file))
        if (bytes === undefined) throw new Refusal('there is no such file')
        return bytes as Uint8Array
      }),
    write: (file, bytes) =>
      using('readwrite', async transaction => {
        const done = completed(transaction)
        transaction.objectStore(files).put(bytes, file)
        await done
      }),
    remove: file =>
      using('readwrite', async transaction => {
        const done = completed(transaction)
        transaction.objectStore(files).delete(file)
        await done
      }),
  }
}
