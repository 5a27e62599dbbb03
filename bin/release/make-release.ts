import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseRefused, release, requireNext, versionsOf } from './changelog.ts';

export interface ReleaseOrder {
  /** The folder of the repository. */
  readonly root: string;
  readonly version: string;
  /** `2026-11-27`. */
  readonly day: string;
  /** Whether nothing is written. */
  readonly isDryRun: boolean;
  /** Keeps what the tests of the next release need, in the folder `test/releases`. */
  readonly record: (root: string, version: string) => Promise<void>;
}

/** What names the version besides the lock: the package, its client, and the document of the API. */
const versioned = ['package.json', 'clients/api/package.json', 'functions/dialects/native/openapi.json'];
const files = ['CHANGELOG.md', ...versioned, 'package-lock.json', 'test/releases'];

/** Makes a release: one commit on main and its tag, whose notes are the section of the changelog. @throws ReleaseRefused */
export async function makeRelease({ root, version, day, isDryRun, record }: ReleaseOrder): Promise<{ notes: string }> {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trimEnd();
  const changelogFile = join(root, 'CHANGELOG.md');
  const before = readFileSync(changelogFile, 'utf8');
  requireNext(version, versionsOf(before));
  const { changelog, notes } = release(before, version, day);
  requireReady(git, `v${version}`);
  if (isDryRun) return { notes };

  await record(root, version);
  writeFileSync(changelogFile, changelog);
  for (const file of versioned) setVersion(join(root, file), version, 1);
  setVersion(join(root, 'package-lock.json'), version, 2);
  git('add', '--all', '--', ...files);
  git('commit', '--quiet', '--message', `Release ${version}`, '--message', notes);
  // A line that begins with # is part of the notes, not a comment.
  const message = `Lastcall ${version}\n\n${notes}\n`;
  git('tag', '--annotate', `v${version}`, '--cleanup=whitespace', '--message', message);
  return { notes };
}

/** @throws ReleaseRefused unless what is tested and published is what is in the repository */
function requireReady(git: (...args: readonly string[]) => string, tag: string): void {
  const branch = git('branch', '--show-current');
  if (branch !== 'main')
    throw new ReleaseRefused(`A release is made on main, not on ${branch || 'a detached commit'}.`);
  const changed = git('status', '--porcelain').split('\n').filter(Boolean);
  if (changed.length > 0)
    throw new ReleaseRefused(
      `Commit or remove what is not committed first: ${changed.map((line) => line.slice(3).trim()).join(', ')}.`,
    );
  if (git('tag', '--list', tag) !== '') throw new ReleaseRefused(`There is a tag ${tag} already.`);
}

/** The first version in each file is that of the package, in the lock the first two. All else stays as it is. */
function setVersion(file: string, version: string, times: number): void {
  let left = times;
  const changed = readFileSync(file, 'utf8').replace(/"version": "[^"]*"/g, (found) => {
    left -= 1;
    return left >= 0 ? `"version": "${version}"` : found;
  });
  writeFileSync(file, changed);
}
