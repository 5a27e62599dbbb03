import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import dynalite from 'dynalite';
import { close, listen } from '../listen.ts';
import type { AccessControl } from '../permissions/access-control.ts';
import { guard } from './guard.ts';

/** An emulator that listens. */
export interface RunningServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Where the emulator keeps its items, and who may use it. */
export interface DynamodbSettings {
  readonly folder: string;
  readonly access: AccessControl;
}

/** Starts the embedded DynamoDB with its items in the folder. */
export async function startDynamodb(port: number, { folder, access }: DynamodbSettings): Promise<RunningServer> {
  const path = join(folder, 'dynamodb');
  mkdirSync(path, { recursive: true });
  const server = guard(dynalite({ path, createTableMs: 0, deleteTableMs: 0 }), access);
  const url = await listen(server, port, 'DynamoDB');
  return { url, stop: () => close(server) };
}
