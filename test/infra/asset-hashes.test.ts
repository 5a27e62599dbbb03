import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { aFolder } from '../support/a-folder.ts';

const project = resolve(import.meta.dirname, '..', '..');

/** The project in another folder, as another machine has it. */
function aCopy(): string {
  const folder = join(aFolder(), 'elsewhere');
  for (const part of ['functions', 'lib', 'package.json', 'tsconfig.json']) {
    cpSync(join(project, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Bundles the functions and prints the hash of each asset, as the CDK computes it. */
const printHashes = `
import { FileSystem } from 'aws-cdk-lib';
import { bundleFunctions } from './lib/bundles.ts';
const { names } = await bundleFunctions(process.env.OUT);
const hashOf = (name) => FileSystem.fingerprint(process.env.OUT + '/' + name, { exclude: ['*.map'] });
console.log(JSON.stringify(Object.fromEntries(names.map((name) => [name, hashOf(name)]))));`;

/** The hashes of the assets of a project, by the names of the functions. */
function hashesOf(folder: string, environment: Record<string, string> = {}) {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', printHashes], {
    cwd: folder,
    env: { ...process.env, OUT: join(aFolder(), 'bundles'), ...environment },
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return z.record(z.string(), z.string()).parse(JSON.parse(stdout));
}

const here = hashesOf(project);
const changed = (hashes: Readonly<Record<string, string>>) =>
  Object.keys(here).filter((name) => hashes[name] !== here[name]);

test('the hashes of all assets are the same in another folder, time zone and language', () => {
  const there = hashesOf(aCopy(), { TZ: 'Asia/Tokyo', LANG: 'tr_TR.UTF-8', HOME: '/nowhere' });
  expect(Object.keys(there).length).toBeGreaterThanOrEqual(19);
  expect(there).toEqual(here);
}, 120_000);

test('a change of one function changes the hash of its asset alone, and a comment in the core that of none', () => {
  const folder = aCopy();
  appendFileSync(join(folder, 'functions', 'core', 'change.ts'), '\n// Only for readers.\n');
  appendFileSync(join(folder, 'functions', 'socket-client.ts'), '\nexport const version = 2;\n');
  expect(changed(hashesOf(folder))).toEqual(['socket-client']);
}, 120_000);
