import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { buildApiClient } from '../../clients/build-api.ts';
import { realTimeApp } from '../app/running-app.ts';
import { aFolder } from '../support/a-folder.ts';

const app = await realTimeApp();
const folder = aFolder();
const installed = join(folder, 'node_modules/lastcall-client');

beforeAll(() => {
  buildApiClient();
  const npm = ['pack', '--ignore-scripts', '--offline', '--silent', '--pack-destination', folder];
  const tarball = execFileSync('npm', npm, { cwd: 'clients/api', encoding: 'utf8' }).trim();
  execFileSync('tar', ['-xzf', tarball], { cwd: folder });
  mkdirSync(join(folder, 'node_modules'));
  renameSync(join(folder, 'package'), installed);
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
});

test('the package is of this version, and holds the client, its types and how to use it', () => {
  const versionOf = (file: string) => JSON.parse(readFileSync(file, 'utf8')).version;
  expect(versionOf(join(installed, 'package.json'))).toBe(versionOf('package.json'));
  for (const file of ['README.md', 'dist/lastcall-client.d.ts']) {
    expect(readFileSync(join(installed, file), 'utf8')).toContain('Lastcall');
  }
});

const program = `
import { LastcallError, makeLastcallClient } from 'lastcall-client';
const [url, key] = process.argv.slice(2);
const lastcall = makeLastcallClient({ url: url + '/', key });
const ids = Array.from({ length: 51 }, (_, n) => 'client-' + (n + 1));
for (let n = 0; n < ids.length; n += 10) {
  await Promise.all(ids.slice(n, n + 10).map(async (agentId) => {
    const path = { agentId };
    await lastcall.put('/v1/agents/{agentId}', { path, body: { name: 'A', email: 'a@example.com', agentNumber: '1', teamIds: ['pack'] } });
    await lastcall.put('/v1/agents/{agentId}/session', { path });
  }));
}
const listed = [];
for await (const { agentId } of lastcall.list('/v1/agents', { query: { signedIn: 'true', teamId: 'pack', limit: '20' } })) listed.push(agentId);
const begun = await lastcall.post('/v1/force-logouts', { body: { select: { agentIds: ids }, timing: 'immediate', confirmEveryone: true } });
const job = await lastcall.waitForJob(begun.jobId);
const results = [];
for await (const { outcome } of lastcall.list('/v1/force-logouts/{jobId}/results', { path: { jobId: String(begun.jobId) } })) results.push(outcome);
const burst = await Promise.all(Array.from({ length: 25 }, () =>
  lastcall.post('/v1/force-logouts', { body: { select: { agentIds: ['nobody'] } } }).then(() => 'done')));
const errorOf = (call) => call.then(() => undefined, (error) => error);
const unknown = await errorOf(lastcall.get('/v1/agents/{agentId}', { path: { agentId: 'nobody' } }));
const bad = await errorOf(lastcall.post('/v1/force-logouts', { body: { select: {}, timing: 'now' } }));
const stranger = await errorOf(makeLastcallClient({ url, token: async () => 'a.b.c' }).get('/v1/agents/{agentId}', { path: { agentId: '1' } }));
console.log(JSON.stringify({
  agents: new Set(listed).size,
  job: [job.status, job.counts.loggedOut, results.length],
  burst: burst.length,
  unknown: [unknown instanceof LastcallError, unknown.status, unknown.is('not-found')],
  bad: [bad.status, bad.is('bad-input'), bad.problem.errors.length > 0],
  stranger: [stranger.status, stranger.is('unauthenticated')],
  left: await lastcall.delete('/v1/agents/{agentId}/session', { path: { agentId: ids[0] } }) ?? 'no body',
  health: (await makeLastcallClient({ url }).get('/v1/health')).status,
}));
`;

test('installed elsewhere it talks to Lastcall: lists, a job, a burst beyond the rate limit, problems', async () => {
  writeFileSync(join(folder, 'main.js'), program);
  const key = await app.instance('packed-client');
  const printed = execFileSync(process.execPath, ['main.js', app.url, key], { cwd: folder, encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual({
    agents: 51,
    job: ['completed', 51, 51],
    burst: 25,
    unknown: [true, 404, true],
    bad: [400, true, true],
    stranger: [401, true],
    left: 'no body',
    health: 'ok',
  });
});

test('every operation of the document can be called, with the types that it says', () => {
  const { paths }: { paths: Record<string, object> } = JSON.parse(
    readFileSync('functions/dialects/native/openapi.json', 'utf8'),
  );
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `  lastcall.${method}('${path}', {} as RequestOf<'${method}', '${path}'>),`),
  );
  expect(calls.length).toBeGreaterThan(50);
  writeFileSync(
    join(folder, 'consumer.ts'),
    `import { makeLastcallClient, type RequestOf } from 'lastcall-client';
const lastcall = makeLastcallClient({ url: 'http://127.0.0.1:3000', key: 'demo:demo-secret' });
export const calls = [
${calls.join('\n')}
];
const agent = await lastcall.get('/v1/agents/{agentId}', { path: { agentId: '11' } });
export const since: string | undefined = agent.session?.statusSince;
export const chat = await lastcall.put('/v1/chats/{contactId}', { path: { contactId: 'c' }, body: { customer: { displayName: 'L' } } });
// @ts-expect-error The path has no such operation.
await lastcall.patch('/v1/health');
// @ts-expect-error There is no such path.
await lastcall.get('/v1/agent');
// @ts-expect-error The id of the agent is missing.
await lastcall.get('/v1/agents/{agentId}');
// @ts-expect-error The timing is no timing.
await lastcall.post('/v1/force-logouts', { body: { select: { agentIds: ['1'] }, timing: 'now' } });
// @ts-expect-error An agent has no age.
export const age = agent.age;
// @ts-expect-error This is no list.
lastcall.list('/v1/health');
`,
  );
  const options = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2023', 'dom'],
    types: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['consumer.ts'] }));
  const tsc = [resolve('node_modules/typescript/bin/tsc'), '-p', folder];
  expect(() => execFileSync(process.execPath, tsc, { encoding: 'utf8', stdio: 'pipe' })).not.toThrow();
});
