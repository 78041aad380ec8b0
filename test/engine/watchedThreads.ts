import type { Threads } from '../../src/wasm/thread/threads.ts'

/** Threads that can be watched: the words in the memory of the last program that they were given. */
export const watchedThreads = ({ cores, start }: Threads) => {
  let words: Int32Array | undefined
  const host: Threads = {
    cores,
    start: script => {
      const { post } = start(script)
      return {
        post: message => {
          const { memory } = message as { readonly memory?: { readonly buffer: ArrayBuffer } }
          if (memory !== undefined) words = new Int32Array(memory.buffer)
          post(message)
        },
      }
    },
  }
  return { host, word: (address: number): number => Atomics.load(words as Int32Array, address / 4) }
}
