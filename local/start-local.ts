import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applySeed } from './apply-seed.ts';
import { type LocalRun, type LocalRunSettings, startApp } from './aws/start-app.ts';
import type { Seed } from './seed.ts';
import { synthesize } from './synthesize.ts';

/** How Lastcall is started on this machine. */
export interface LastcallSettings extends Omit<LocalRunSettings, 'appName' | 'assembly' | 'folder' | 'populate'> {
  /** Where the state is kept. @default `.lastcall` in the project */
  readonly folder?: string;
  /** The folder of a cloud assembly to run. @default the project's app, synthesized */
  readonly assembly?: string;
  /** Data to put in at this start. @default none */
  readonly seed?: Seed;
  /** Data to put in if there is no state of an earlier run, and no `seed`. @default none */
  readonly firstSeed?: Seed;
  /** Data to put in at every start, before the others. @default none */
  readonly everySeed?: Seed | undefined;
  /** Context of the CDK app besides that of every local run. @default none */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Stops the synthesis. */
  readonly signal?: AbortSignal;
}

/** The emulators share the processor with the functions, and with whatever else this machine does. */
const functionsHere = (speed: number) => ({ CALL_TIME_FACTOR: '2.5', CLOCK_SPEED: String(speed) });

const project = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs Lastcall on this machine, as it would be deployed. When the promise resolves, all services listen, on 127.0.0.1
 * only, and the seed has been put in.
 *
 * @throws StartError for what the person who starts it can fix
 */
export function startLocal(settings: LastcallSettings = {}): Promise<LocalRun> {
  const { assembly, seed, firstSeed, everySeed, signal, context, ...more } = settings;
  const folder = resolve(settings.folder ?? join(project, '.lastcall'));
  return startApp({
    ...more,
    environment: { ...functionsHere(more.speed ?? 1), ...more.environment },
    folder,
    appName: 'Lastcall',
    assembly:
      assembly ?? (() => synthesize(project, folder, { ...(context && { context }), ...(signal && { signal }) })),
    async populate(served) {
      if (everySeed !== undefined) await applySeed(served, everySeed);
      const data = seed ?? (served.beganEmpty ? firstSeed : undefined);
      if (data !== undefined) await applySeed(served, data);
    },
  });
}
