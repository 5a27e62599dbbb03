import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder. It is removed at the end of the suite. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lastcall-test-'));
  folders.push(folder);
  return folder;
}
