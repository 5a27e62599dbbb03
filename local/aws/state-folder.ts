import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
 * Locks a folder for this process, and empties it on request.
 *
 * @throws StartError if another process runs in it
 */
export function lockStateFolder(folder: string, { fresh, appName }: StateFolderSettings): StateFolder {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'run.pid');
  const owner = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : undefined;
  if (owner !== undefined && isRunning(owner)) {
    throw new StartError(
      `${appName} already runs on ${folder} as process ${owner}; stop it first (if it is gone, delete ${lock})`,
    );
  }
  if (fresh) rmSync(folder, { recursive: true, force: true });
  const begun = join(folder, 'begun');
  mkdirSync(join(folder, 'logs'), { recursive: true });
  writeFileSync(lock, String(process.pid));
  return {
    empty: !existsSync(begun),
    begin: () => writeFileSync(begun, ''),
    release: () => rmSync(lock, { force: true }),
  };
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
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
