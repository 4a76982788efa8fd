import { parentPort } from 'node:worker_threads'
import { type ListBytes, parseListFile } from './parse.ts'

/** Thread entry: reads one file. */
parentPort?.once('message', (file: ListBytes) => parentPort?.postMessage(parseListFile(file)))
