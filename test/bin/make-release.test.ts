import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeRelease } from '../../bin/release/make-release.ts';
import { aFolder } from '../support/a-folder.ts';

const files = {
  'CHANGELOG.md': '# Changelog\n\n## Unreleased\n\n- New.\n# not a comment\n\n## 0.1.0 – 2026-11-27\n\n- First.\n',
  'package.json': '{\n  "name": "lastcall",\n  "version": "0.1.0",\n  "scripts": {}\n}\n',
  'clients/api/package.json': '{\n  "name": "lastcall-client",\n  "version": "0.1.0"\n}\n',
  'functions/dialects/native/openapi.json': '{\n "openapi": "3.1.0",\n "info": {\n  "version": "0.1.0"\n }\n}\n',
  'package-lock.json':
    '{\n  "version": "0.1.0",\n  "packages": {\n    "": {\n      "version": "0.1.0"\n    },\n    "node_modules/a": {\n      "version": "0.1.0"\n    }\n  }\n}\n',
};

/** A repository with one commit, which is released without being built. */
function aRepository({ branch = 'main' } = {}) {
  const root = aFolder();
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  git('init', '--quiet', '--initial-branch', branch);
  git('config', 'user.name', 'Ann');
  git('config', 'user.email', 'ann@example.com');
  git('config', 'commit.gpgsign', 'false');
  git('config', 'tag.gpgsign', 'false');
  const write = (file: string, text: string) => writeFileSync(join(root, file), text);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    write(file, text);
  }
  git('add', '.');
  git('commit', '--quiet', '--message', 'First');
  const record = async (folder: string, version: string) => {
    mkdirSync(join(folder, 'test', 'releases', version), { recursive: true });
    writeFileSync(join(folder, 'test', 'releases', version, 'functions.br'), 'functions');
  };
  return {
    git,
    write,
    read: (file: string) => readFileSync(join(root, file), 'utf8'),
    release: (version: string, isDryRun = false) => makeRelease({ root, version, day: '2026-12-09', isDryRun, record }),
  };
}

test('a release is one commit with the version everywhere, and a tag whose notes are the section', async () => {
  const { git, read, release } = aRepository();
  expect((await release('0.2.0')).notes).toBe('- New.\n# not a comment');
  expect(git('status', '--porcelain')).toBe('');
  expect(git('log', '--format=%s')).toBe('Release 0.2.0\nFirst');
  expect(git('for-each-ref', '--format=%(objecttype) %(contents)', 'refs/tags/v0.2.0')).toBe(
    'tag Lastcall 0.2.0\n\n- New.\n# not a comment',
  );
  expect(git('rev-parse', 'v0.2.0^{commit}')).toBe(git('rev-parse', 'HEAD'));
  expect(git('show', '--name-only', '--format=', 'HEAD').split('\n')).toEqual([
    ...Object.keys(files).sort(),
    'test/releases/0.2.0/functions.br',
  ]);
  expect(read('CHANGELOG.md')).toContain('## Unreleased\n\n## 0.2.0 – 2026-12-09\n\n- New.');
  expect(read('package.json')).toBe(files['package.json'].replace('0.1.0', '0.2.0'));
  for (const file of ['clients/api/package.json', 'functions/dialects/native/openapi.json'] as const) {
    expect(read(file)).toBe(files[file].replace('"version": "0.1.0"', '"version": "0.2.0"'));
  }
  const lock = JSON.parse(read('package-lock.json'));
  expect([lock.version, lock.packages[''].version, lock.packages['node_modules/a'].version]).toEqual([
    '0.2.0',
    '0.2.0',
    '0.1.0',
  ]);
});

test('a dry run checks everything and writes nothing', async () => {
  const { git, release } = aRepository();
  expect((await release('0.2.0', true)).notes).toBe('- New.\n# not a comment');
  expect([git('status', '--porcelain'), git('tag'), git('log', '--format=%s')]).toEqual(['', '', 'First']);
});

test('a release is refused before anything is written', async () => {
  const repository = aRepository();
  const { git, write, release } = repository;
  await expect(release('0.4.0')).rejects.toThrow('After 0.1.0 comes 0.1.1, 0.2.0 or 1.0.0, not 0.4.0.');
  git('tag', 'v0.2.0');
  await expect(release('0.2.0')).rejects.toThrow('There is a tag v0.2.0 already.');
  write('new.ts', '');
  write('package.json', '{}');
  await expect(release('0.1.1')).rejects.toThrow('Commit or remove what is not committed first: package.json, new.ts.');
  git('checkout', '--quiet', '--', 'package.json');
  git('clean', '--quiet', '--force');
  expect(git('status', '--porcelain')).toBe('');
  git('switch', '--quiet', '--create', 'feature');
  await expect(release('0.1.1')).rejects.toThrow('A release is made on main, not on feature.');
  git('switch', '--quiet', '--detach');
  await expect(release('0.1.1')).rejects.toThrow('not on a detached commit.');
  expect(git('log', '--format=%s')).toBe('First');
});
