import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { listen } from '../../local/aws/http-server.ts';
import type { ServedApp } from '../../local/aws/start-app.ts';
import type { Seed } from '../../local/seed.ts';
import { assemblyFolder, compileCache } from './assembly.ts';

/** How an app is started in a process of its own. */
export interface AppProcessSettings {
  readonly assembly: string;
  readonly speed: number;
  /** @default the seed of `npm start` */
  readonly seed?: Seed;
  /** As in `LocalRunSettings`. */
  readonly threadsPerFunction?: number;
  readonly indexLag?: number;
  readonly otherVersion?: Readonly<Record<string, string>>;
  /** As in `LocalRunSettings`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where compiled bundles are kept. */
  readonly compiled: string;
  /** Where the state is, which is kept. @default a folder that is removed at the end */
  readonly folder?: string;
}

/** What a suite asks for. */
export interface AppRequest extends Omit<AppProcessSettings, 'assembly' | 'compiled' | 'folder'> {
  /** The folder of a cloud assembly. @default the project's app */
  readonly assembly?: string;
  /** Whether it may be an app that other suites use too. */
  readonly isShared: boolean;
}

/** An app that runs in a process of its own. */
export interface StartedApp extends ServedApp {
  readonly url: string;
  readonly speed: number;
  /** Where its state and its logs are. */
  readonly folder: string;
  /** Has a line for everything that has failed. */
  readonly failuresFile: string;
  /** The URL by which suites reach the process. */
  readonly control: string;
}

/** An app that a suite uses, with the name by which the suite releases it. */
export interface OpenedApp extends StartedApp {
  readonly name: string;
}

/** An app, and how many suites use it. */
interface AppInUse {
  readonly started: Promise<StartedApp>;
  users: number;
  stop(): void;
}

/** A shared app that nobody uses is stopped after this time, because fast time costs even when nothing happens. */
const unusedMillis = 20_000;

/**
 * Serves apps to the suites of a test run. `POST` opens one: it is started, unless it is a shared one that runs. `DELETE`
 * says that a suite does not need it any more. All apps end with this process.
 */
export async function serveApps(): Promise<string> {
  const apps = new Map<string, AppInUse>();

  async function open({ isShared, ...settings }: AppRequest): Promise<OpenedApp> {
    const name = isShared ? JSON.stringify([assemblyFolder(), settings]) : randomUUID();
    const app = apps.get(name) ?? startAppProcess(settings);
    apps.set(name, app);
    app.users += 1;
    return { name, ...(await app.started) };
  }

  function release({ name, isShared }: { readonly name: string; readonly isShared: boolean }): void {
    const app = apps.get(name);
    if (app === undefined) return;
    app.users -= 1;
    const stopIfUnused = () => {
      if (app.users > 0 || apps.get(name) !== app) return;
      apps.delete(name);
      app.stop();
    };
    setTimeout(stopIfUnused, isShared ? unusedMillis : 0).unref();
  }

  const server = createServer(async (request, response) => {
    // An open connection would keep this process from ending.
    response.setHeader('connection', 'close');
    try {
      const body: ReturnType<typeof JSON.parse> = await json(request);
      response.end(JSON.stringify(request.method === 'POST' ? await open(body) : release(body)));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  const url = await listen(server, 0, 'the apps of test suites');
  server.unref();
  return url;
}

/** Starts an app in a process of its own. */
export function forkApp(settings: AppProcessSettings): {
  readonly program: ChildProcess;
  readonly started: Promise<StartedApp>;
} {
  const program = fork(join(import.meta.dirname, 'app-process.ts'), [JSON.stringify(settings)], { execArgv: [] });
  const started = Promise.race([once(program, 'message'), once(program, 'exit')]).then(([first]) => {
    if (typeof first !== 'object') throw new Error('The app could not be started; see the output of the test run');
    return first;
  });
  return { program, started };
}

function startAppProcess(request: Omit<AppRequest, 'isShared'>): AppInUse {
  const { program, started } = forkApp({ assembly: assemblyFolder(), compiled: compileCache(), ...request });
  const stop = () => {
    if (program.connected) program.disconnect();
  };
  const released = started.then((app) => {
    program.unref();
    program.channel?.unref();
    return app;
  });
  return { started: released, users: 0, stop };
}
