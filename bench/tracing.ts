import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { bundleFunctions } from '../lib/bundles.ts';
import { type Measure, median, short } from './figure.ts';

const run = promisify(execFile);
const [rounds, calls] = [5, 500];
const file = 'http-open';

/** Health checks of the same function, bundled without and with traces, in turns. The daemon of X-Ray is a port that nobody reads. */
export const measure: Measure = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lastcall-bench-'));
  try {
    const bundled = (['off', 'on'] as const).map(async (name) => {
      const outdir = join(folder, name);
      await bundleFunctions(outdir, { tracing: name === 'on' });
      return { bundle: join(outdir, file, 'index.mjs'), loads: [] as number[], times: [] as number[] };
    });
    const variants = await Promise.all(bundled);
    for (let round = 0; round < rounds; round += 1) {
      for (const { bundle, loads, times } of variants) {
        const [loaded, called] = await measureOnce(bundle);
        loads.push(loaded);
        times.push(called);
      }
    }
    const [off, on] = variants;
    if (off === undefined || on === undefined) throw new Error('There are two variants');
    const sizes = await Promise.all([off, on].map(async ({ bundle }) => (await readFile(bundle)).length / 1000));
    const compared = (what: string, unit: string, before: number, after: number) => ({
      what,
      measured: `${short(before)} ${unit} without, ${short(after)} with: ${short(after / before)} to 1`,
    });
    return {
      setup: `${calls} health checks in each of ${rounds} processes for each variant; medians. Comparable within one run only.`,
      figures: [
        compared('an invocation', 'µs', median(off.times), median(on.times)),
        compared('loading the bundle', 'ms', median(off.loads), median(on.loads)),
        compared('the bundle', 'kB', sizes[0] ?? 0, sizes[1] ?? 0),
      ],
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Milliseconds to load the bundle, and microseconds for an invocation of the warm function. */
async function measureOnce(bundle: string): Promise<readonly [number, number]> {
  const program = `
    const began = performance.now();
    const { handler } = await import('${pathToFileURL(bundle)}');
    const loaded = performance.now() - began;
    const event = { version: '2.0', routeKey: 'GET /v1/health', rawPath: '/v1/health', rawQueryString: '', headers: {}, isBase64Encoded: false,
      requestContext: { stage: '$default', domainName: 'a', requestId: 'r', http: { method: 'GET', path: '/v1/health', sourceIp: '192.0.2.1' } } };
    const context = { awsRequestId: 'r', functionName: 'f', getRemainingTimeInMillis: () => 10_000 };
    const call = async () => {
      const answer = await handler(event, context);
      if (answer.statusCode !== 200) throw new Error(JSON.stringify(answer));
    };
    for (let n = 0; n < 100; n += 1) await call();
    const start = performance.now();
    for (let n = 0; n < ${calls}; n += 1) await call();
    console.error(loaded, 1000 * (performance.now() - start) / ${calls});
    process.exit();`;
  const env = {
    PATH: process.env.PATH,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_REGION: 'eu-west-1',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:29876',
    AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
    _X_AMZN_TRACE_ID: 'Root=1-692050c8-5f3c1a2b4d6e7f8091a2b3c4;Parent=53995c3f42cd8ad8;Sampled=1',
    LAMBDA_TASK_ROOT: '/var/task',
  };
  const { stderr } = await run(process.execPath, ['--input-type=module', '-e', program], { env, timeout: 20_000 });
  const [loaded = Number.NaN, called = Number.NaN] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  if (Number.isNaN(loaded + called)) throw new Error(`The function said ${stderr}`);
  return [loaded, called];
}
