import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartFault } from './start-fault.ts';

/** The folder that holds the state of a local run, taken by one process. */
export interface StateFolder {
  /** Whether no run has begun on it. */
  readonly empty: boolean;
  /** Notes that a run has begun; one that was interrupted before has left nothing to go on with. */
  begin(): void;
  release(): void;
}

/**
 * Takes a folder for this process, emptied if asked for.
 *
 * @throws StartFault if another process runs on it
 */
export function takeStateFolder(folder: string, fresh: boolean): StateFolder {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'run.pid');
  const owner = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : undefined;
  if (owner !== undefined && isRunning(owner)) {
    throw new StartFault(
      `Lastcall already runs on ${folder} as process ${owner}; stop it first (if it is gone, delete ${lock})`,
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
