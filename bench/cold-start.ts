import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { Environment } from '#runtime/env.ts';
import { bundleFunctions } from '../lib/bundles.ts';
import { type Figure, type Measure, median, short } from './figure.ts';

const run = promisify(execFile);
const times = 9;
const settings: Required<Environment> = {
  API_URL: 'https://api.example.com',
  PUBLIC_URL: '',
  AGENTS_TABLE: 'agents',
  JOBS_TABLE: 'jobs',
  KEYS_TABLE: 'keys',
  CHATS_TABLE: 'chats',
  WAKE_UPS_TABLE: 'wakeUps',
  TRANSCRIPTS_TABLE: 'transcripts',
  SETTINGS_TABLE: 'settings',
  SIGNING_KEYS_TABLE: 'signing-keys',
  MAKES_SIGNING_KEYS: 'yes',
  LIMITS_TABLE: 'limits',
  AUDIT_TABLE: 'audit',
  AUDIT_DAYS: '400',
  SUPERVISORS_TABLE: 'supervisors',
  LOGOUT_QUEUE_URL: 'http://127.0.0.1/logouts',
  WAKE_UP_QUEUE_URL: 'http://127.0.0.1/wake-ups',
  STREAM_QUEUE_URL: 'http://127.0.0.1/streams',
  EVENT_BUS_NAME: 'lastcall',
  AMAZON_CONNECT_CHATS: '',
  SOCKET_URL: 'ws://127.0.0.1/live',
  STREAMING_TOPIC_ARNS: '',
  AMAZON_CONNECT_INSTANCES: '',
  OIDC_ISSUER: '',
  AMAZON_CONNECT_QUOTAS: '',
  AMAZON_CONNECT_NOTIFICATION_LOCALE: '',
  HUAWEI_INSTANCE_ID: '',
  HUAWEI_HELD_POLLS: '100',
  THROTTLE: '1000',
  TRUSTED_PROXIES: '',
  PLAIN_WEBHOOKS: 'false',
  LOGOUT_ATTEMPTS: '4',
  CCAI_DEFERRED_STATUS_CODE: '400',
  CHAT_DAYS: '7',
  TRANSCRIPT_DAYS: '8',
  RESULT_DAYS: '90',
};
const names = [
  'http-open',
  'http-agents',
  'http-logouts',
  'http-chats',
  'http-participants',
  'http-desktops',
  'queue-logout-work',
  'queue-wake-up',
];

/** Sizes of the bundles that are deployed, and how long a new process takes to load them. */
export const measure: Measure = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lastcall-bench-'));
  try {
    const bundles = await bundleFunctions(folder);
    const loads = new Map(names.map((name) => [name, [] as number[]]));
    for (let time = 0; time < times; time += 1) {
      for (const [name, millis] of loads) millis.push(await loadIn(join(folder, name, 'index.mjs')));
    }
    const figures: Figure[] = [];
    for (const [name, millis] of loads) {
      const code = await readFile(join(folder, name, 'index.mjs'));
      const sizes = `${Math.round(code.length / 1000)} kB, ${Math.round(gzipSync(code).length / 1000)} kB zipped`;
      figures.push({ what: name, measured: `${short(median(millis))} ms, ${sizes}` });
    }
    const { outputs } = bundles.metafile;
    const all = Object.entries(outputs).filter(([path]) => path.endsWith('.mjs'));
    const largest = Math.max(...all.map(([, { bytes }]) => bytes));
    return {
      setup: `Bundles as deployed, each imported by ${times} new processes with its environment set; medians. No compile cache, no network.`,
      figures: [...figures, { what: `largest of ${all.length} bundles`, measured: `${Math.round(largest / 1000)} kB` }],
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Milliseconds until the module is there, of which the start of the process is no part. */
async function loadIn(file: string): Promise<number> {
  const script = `const began = performance.now(); await import('${pathToFileURL(file)}'); console.log(performance.now() - began); process.exit()`;
  const env = { ...settings, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { env, timeout: 20_000 });
  const millis = Number(stdout);
  if (Number.isNaN(millis)) throw new Error(`${file} said ${stdout}`);
  return millis;
}
