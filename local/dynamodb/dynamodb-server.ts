import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import dynalite from 'dynalite';
import { close, listen } from '../listen.ts';

/** An emulator that listens. */
export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the embedded DynamoDB with its items in the folder. */
export async function startDynamodb(port: number, folder: string): Promise<RunningServer> {
  const path = join(folder, 'dynamodb');
  mkdirSync(path, { recursive: true });
  const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0 });
  // The emulator throws on a request that is cut off, as a function that times out does; that must not end the run.
  server.on('request', (request) => request.removeAllListeners('error').on('error', () => {}));
  const url = await listen(server, port, 'DynamoDB');
  return { url, stop: () => close(server) };
}
