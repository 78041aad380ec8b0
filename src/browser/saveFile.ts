/**
 * Files for the person at the browser.
 *
 * @module
 */
import { bytes } from '../codec/contract.ts'
import { takes } from '../tensor/contract/index.ts'
import { EngineError } from '../tensor/error.ts'
import { fileName } from './contract.ts'
import { browser } from './host.ts'

/**
 * Gives bytes to the person at the browser as a file, which it downloads as it does others.
 *
 * @throws ArgumentError unless it is given a name and bytes.
 * @throws EngineError where there is no page: in a Worker, or outside of browsers.
 *
 * @example
 * import { dense, init, key } from 'pullback'
 * import { saveFile } from 'pullback/browser'
 * import { encodeModel } from 'pullback/safetensors'
 * const net = dense(4, 3)
 * const save = () => saveFile('digits.safetensors')(encodeModel(net)(init(net)(key(0)))) // as a button's onclick
 *
 * @category Files and hosts
 * @since 0.1.0
 */
export const saveFile = takes('saveFile', [{ name: fileName }, { bytes }], () => saveFileUnchecked)

const saveFileUnchecked =
  (name: string) =>
  (content: Uint8Array): void => {
    const { document, Blob, URL, setTimeout } = browser
    if (document === undefined || Blob === undefined || URL === undefined)
      throw new EngineError(
        'saveFile needs a page, and there is none here: call it in the page, and not in a Worker or in another host.',
      )
    const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }))
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    // The browser has taken the file by then.
    setTimeout?.(() => URL.revokeObjectURL(url), 60_000)
  }
