import { parentPort } from 'node:worker_threads'
import { type Reading, readHere } from './read.ts'

/** Thread entry: reads one answer. */
parentPort?.once('message', (reading: Reading) => parentPort?.postMessage(readHere(reading)))
