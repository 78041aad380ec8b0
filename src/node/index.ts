/**
 * pullback/node: what needs Node. Reads tables from CSV files and decodes them row by row, and runs matrix products by the
 * system's BLAS.
 *
 * @module
 */
export * from '../codec/index.ts'
export type { ParquetError } from '../codec/parquetError.ts'
export * from '../safetensors/index.ts'
export type { ArrayFileOptions } from './arrayFile.ts'
export { auto, type NodeAutoEngine } from './auto.ts'
export { type Blas, type BlasOptions, blas } from './blas.ts'
export type { Koffi } from './blasCalls.ts'
export { type BlasError, ShowBlasError, showBlasError } from './blasError.ts'
export type { FileOptions } from './byteFile.ts'
export type { Measurement, ProductKind } from './calibration.ts'
export { checkpointsIn } from './checkpoints.ts'
export { type CsvOptions, readCsv, streamCsv } from './csv.ts'
export {
  type Checksum,
  type DataError,
  type FormatErrorIn,
  ShowDataError,
  showDataError,
} from './dataError.ts'
export { DataFailure } from './dataFailure.ts'
export { type DiskBatchOptions, diskBatches, type RowSource, type RowSources } from './diskBatches.ts'
export { cacheFolder, type DownloadOptions, download } from './download.ts'
export { readIdx, writeIdx } from './idx.ts'
export { readNpy, writeNpy } from './npy.ts'
export { type NpzOptions, readNpz, writeNpz } from './npz.ts'
export { readOnnx } from './onnx/readOnnx.ts'
export { type Hyparquet, type ParquetOptions, readParquet } from './parquet/readParquet.ts'
export { readModel, writeModel } from './safetensors/modelFile.ts'
export {
  openSafetensors,
  type SafetensorsFile,
  type StreamSafetensorsOptions,
  streamSafetensors,
  type TensorPart,
} from './safetensors/parts.ts'
export type { FindOptions } from './safetensors/tensorFiles.ts'
export {
  readSafetensors,
  type SafetensorsFileOptions,
  type WriteSafetensorsOptions,
  writeSafetensors,
} from './safetensors/whole.ts'
export type { XlaFolderOptions, XlaOptions } from './xla/options.ts'
export { trainOnXla, type XlaReport } from './xla/trainOnXla.ts'
export { writeXla } from './xla/writeXla.ts'
export { ShowXlaError, showXlaError, type XlaError, XlaFailure } from './xla/xlaError.ts'
