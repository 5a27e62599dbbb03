import { readFileSync } from 'node:fs';
import { afterAll, expect } from '@jest/globals';
import type { Runs, Turns } from '../../local/aws/lambda/versions.ts';
import type { PermissionUse } from '../../local/aws/permissions/access-control.ts';
import type { AppRequest, OpenedApp } from './app-processes.ts';

/** An app that runs for a suite. */
export interface RunningApp extends OpenedApp {
  /** What has failed in it so far, a line each. */
  failures(): string[];
  /** What each function has requested so far of the services it uses, and whether its role allows it. */
  usedPermissions(): Promise<readonly PermissionUse[]>;
  /** Sets which versions of functions run from now on, as in `LocalRun`. */
  takeTurns(turns: Turns): Promise<void>;
  /** How often each version of each function has run so far. */
  runs(): Promise<Runs>;
  /** Makes an instance, and returns a key of it that may do everything. */
  instance(instanceId: string): Promise<string>;
  /** The URL of a demo of it. `followsUp` is as in `DemoSettings`. */
  demo(followsUp: boolean): Promise<string>;
  /** The WebSocket address of a browser. */
  browser(): Promise<string>;
}

/**
 * The app with the demo's data, which suites share. It is started when one asks for it first. Each suite makes an instance of
 * its own; one of them may use the demo's.
 */
export const realTimeApp = (): Promise<RunningApp> => openApp({ speed: 1, isShared: true });

/** The same app with a minute that lasts a second. Each function has one thread only, because threads start slowly. */
export const fastApp = (): Promise<RunningApp> => openApp({ speed: 60, threadsPerFunction: 1, isShared: true });

type IsExpected = (failure: string) => boolean;

/** An app of the suite's own. Failures that the suite expects do not make it fail. */
export const anOwnApp = (settings: Omit<AppRequest, 'isShared'>, isExpected?: IsExpected): Promise<RunningApp> =>
  openApp({ ...settings, isShared: false }, isExpected);

interface Opened {
  readonly app: RunningApp;
  readonly isShared: boolean;
  readonly isExpected: IsExpected;
  readonly failuresBefore: number;
}
const opened: Opened[] = [];

// A suite releases its apps at its end, and fails if anything has failed in one of them.
afterAll(async () => {
  const failures = opened.flatMap(({ app, isExpected, failuresBefore }) =>
    app
      .failures()
      .slice(failuresBefore)
      .filter((failure) => !isExpected(failure)),
  );
  for (const { app, isShared } of opened) await send('DELETE', { name: app.name, isShared });
  expect(failures).toEqual([]);
});

async function openApp(request: AppRequest, isExpected: IsExpected = () => false): Promise<RunningApp> {
  const started: OpenedApp = JSON.parse(await send('POST', request));
  const ask = async (question: string): Promise<ReturnType<typeof JSON.parse>> => {
    const answer = await fetch(`${started.control}/${question}`);
    if (!answer.ok) throw new Error(`${question} failed: ${await answer.text()}`);
    return answer.json();
  };
  const app: RunningApp = {
    ...started,
    failures: () => readFileSync(started.failuresFile, { encoding: 'utf8', flag: 'a+' }).split('\n').filter(Boolean),
    usedPermissions: () => ask('permissions'),
    takeTurns: (turns) => ask(`turns/${encodeURIComponent(JSON.stringify(turns))}`),
    runs: () => ask('runs'),
    instance: (instanceId) => ask(`instance/${instanceId}`),
    demo: (followsUp) => ask(followsUp ? 'demo-with-follow-up' : 'demo'),
    browser: () => ask('browser'),
  };
  opened.push({ app, isShared: request.isShared, isExpected, failuresBefore: app.failures().length });
  return app;
}

/** Calls the server of apps. */
async function send(method: string, request: object): Promise<string> {
  const apps = process.env.LASTCALL_APPS;
  if (apps === undefined) throw new Error('No apps: a suite that runs one belongs to the Jest project app');
  const response = await fetch(apps, { method, body: JSON.stringify(request) });
  const answer = await response.text();
  if (!response.ok) throw new Error(answer);
  return answer;
}
