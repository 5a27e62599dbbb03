import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { StartError } from './start-error.ts';
import { type VirtualTime, virtualAt } from './virtual-time.ts';

/** The folder with the state of a local run, locked by one process. */
export interface StateFolder {
  /** Whether no run has begun in it yet. */
  readonly empty: boolean;
  /** Records that a run has begun. A start that is interrupted before leaves the folder empty. */
  begin(): void;
  release(): void;
}

/** How a state folder is locked. */
export interface StateFolderSettings {
  /** Deletes the state of earlier runs. */
  readonly fresh: boolean;
  /** The name of the app in messages. */
  readonly appName: string;
}

/**
 * Locks a folder for this process, and empties it on request. The operating system holds the lock and releases it when the
 * process ends in any way, also while it is still listed as a zombie.
 *
 * @throws StartError if another process runs in it
 */
export function lockStateFolder(folder: string, { fresh, appName }: StateFolderSettings): StateFolder {
  mkdirSync(folder, { recursive: true });
  const owner = join(folder, 'run.pid');
  const lock = takeLock(join(folder, lockName));
  if (lock === undefined) {
    const processId = existsSync(owner) ? ` as process ${readFileSync(owner, 'utf8')}` : '';
    throw new StartError(`${appName} already runs on ${folder}${processId}; stop it first`);
  }
  if (fresh) empty(folder);
  const begun = join(folder, 'begun');
  mkdirSync(join(folder, 'logs'), { recursive: true });
  writeFileSync(owner, String(process.pid));
  return {
    empty: !existsSync(begun),
    begin: () => writeFileSync(begun, ''),
    release() {
      rmSync(owner, { force: true });
      lock.close();
    },
  };
}

/** The file that is locked. It is never deleted: another process would lock a new one. */
const lockName = 'run.lock';

/** An open SQLite database is a lock that the operating system holds for the process, on every platform. */
function takeLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

/** SQLITE_BUSY */
const isBusy = (error: unknown) =>
  typeof error === 'object' && error !== null && 'errcode' in error && error.errcode === 5;

function empty(folder: string): void {
  for (const name of readdirSync(folder))
    if (!name.startsWith(lockName)) rmSync(join(folder, name), { recursive: true, force: true });
}

const storedTime = z.object({ realOrigin: z.number(), virtualOrigin: z.number(), speed: z.number() });

/**
 * The clock of the state in a folder. It is stored there, so that time continues over a restart. Another speed applies
 * from the present instant on, so that virtual time never runs backwards.
 */
export function openVirtualTime(folder: string, speed: number, realNow: number): VirtualTime {
  const file = join(folder, 'clock.json');
  const before = readStoredTime(file);
  if (before?.speed === speed) return before;
  const virtualOrigin = before === undefined ? realNow : virtualAt(before, realNow);
  const time = { realOrigin: realNow, virtualOrigin, speed };
  writeFileSync(file, JSON.stringify(time));
  return time;
}

function readStoredTime(file: string): VirtualTime | undefined {
  try {
    return storedTime.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
