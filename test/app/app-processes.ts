import { fork } from 'node:child_process';
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
  /** Where compiled bundles are kept. */
  readonly compiled: string;
}

/** What a suite asks for. */
export interface AppRequest extends Omit<AppProcessSettings, 'assembly' | 'compiled'> {
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

/**
 * Serves apps to the suites of a test run: `POST` starts one, unless it is a shared one that runs already. All of them end
 * with this process.
 */
export async function serveApps(): Promise<string> {
  const shared = new Map<string, Promise<StartedApp>>();
  const server = createServer(async (request, response) => {
    // An open connection would keep this process from ending.
    response.setHeader('connection', 'close');
    try {
      const { isShared, ...settings } = (await json(request)) as AppRequest;
      const name = JSON.stringify([assemblyFolder(), settings]);
      const app = (isShared && shared.get(name)) || startAppProcess(settings);
      if (isShared) shared.set(name, app);
      response.end(JSON.stringify(await app));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  const url = await listen(server, 0, 'the apps of test suites');
  server.unref();
  return url;
}

async function startAppProcess(request: Omit<AppRequest, 'isShared'>): Promise<StartedApp> {
  const settings: AppProcessSettings = { assembly: assemblyFolder(), compiled: compileCache(), ...request };
  const program = fork(join(import.meta.dirname, 'app-process.ts'), [JSON.stringify(settings)], { execArgv: [] });
  const [first] = await Promise.race([once(program, 'message'), once(program, 'exit')]);
  if (typeof first !== 'object') throw new Error('The app could not be started; see the output of the test run');
  program.unref();
  program.channel?.unref();
  return first;
}
