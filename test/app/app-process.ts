import { appendFileSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scopes } from '#core/access/access.ts';
import { applySeed } from '../../local/apply-seed.ts';
import { close, listen } from '../../local/aws/http-server.ts';
import { makeFeed } from '../../local/feed/feed.ts';
import { readSeed } from '../../local/seed.ts';
import { startLocal } from '../../local/start-local.ts';
import type { AppProcessSettings, StartedApp } from './app-processes.ts';

// A process that runs the app for suites, as `npm start` does. At the URL `control` it does what suites cannot do from
// outside. It ends when the process that started it disconnects or ends.

const { compiled, folder: kept, ...settings }: AppProcessSettings = JSON.parse(process.argv[2] ?? '');
const cleanup = new AsyncDisposableStack();

const folder = kept ?? mkdtempSync(join(tmpdir(), 'lastcall-app-'));
if (kept === undefined) cleanup.defer(() => rmSync(folder, { recursive: true, force: true }));
// A bundle that an earlier run has compiled is not compiled again.
if (!existsSync(join(folder, 'compiled'))) symlinkSync(compiled, join(folder, 'compiled'), 'junction');
const failuresFile = join(folder, 'failures.log');
const log = (line: string) => appendFileSync(failuresFile, `${line}\n`);

const feed = makeFeed({
  print: (line) => appendFileSync(join(folder, 'feed.log'), `${line}\n`),
  now: () => new Date(),
  after: (millis, then) => void setTimeout(then, millis).unref(),
});
const { onEvent, onRequest } = feed;
const run = await startLocal({ port: 0, folder, firstSeed: readSeed(), log, onEvent, onRequest, ...settings });
feed.begin();
cleanup.defer(run.stop);

const control = createServer(async ({ url = '' }, response) => {
  const [, question = '', about = ''] = url.split('/');
  try {
    response.end(JSON.stringify((await answers[question]?.(about)) ?? null));
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
});

/** What suites ask for. A demo and a browser, which few need, are loaded and started when they are asked for first. */
const answers: Readonly<Record<string, (about: string) => unknown>> = {
  permissions: run.usedPermissions,
  runs: run.runs,
  turns: (turns) => run.takeTurns(JSON.parse(decodeURIComponent(turns))),
  /** Makes an instance, and returns a key of it that may do everything. */
  instance: async (instanceId) => {
    const key = { keyId: instanceId, secret: `${instanceId}-secret`, scopes: [...scopes] };
    await applySeed(run, { instances: [{ instanceId, keys: [key], agents: [] }] });
    return `${key.keyId}:${key.secret}`;
  },
  demo: once(() => startDemoThat(false)),
  'demo-with-follow-up': once(() => startDemoThat(true)),
  browser: once(async () => {
    const { startChromium } = await import('../clients/chromium.ts');
    const server = await startChromium();
    cleanup.defer(() => server.close());
    return server.wsEndpoint();
  }),
};

async function startDemoThat(followsUp: boolean): Promise<string> {
  const { startDemo } = await import('../../local/demo/demo-server.ts');
  const demo = await startDemo({ port: 0, apiUrl: run.url, followsUp, log });
  cleanup.defer(demo.stop);
  return demo.url;
}

function once<T>(start: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  return () => {
    begun ??= start();
    return begun;
  };
}

async function end(): Promise<never> {
  control.closeAllConnections();
  await cleanup.disposeAsync();
  process.exit();
}

const { url, addresses, app, beganEmpty } = run;
const started: StartedApp = {
  url,
  addresses,
  app,
  beganEmpty,
  folder,
  speed: settings.speed,
  failuresFile,
  control: await listen(control, 0, 'suites'),
};
cleanup.defer(() => close(control));
process.once('disconnect', end);
// The process that started this one is interrupted too. Its end says so.
process.on('SIGINT', () => {});
process.send?.(started);
