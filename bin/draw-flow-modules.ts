import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flowDocuments } from './flow-pictures/documents.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'flows');
mkdirSync(folder, { recursive: true });
for (const [name, text] of flowDocuments()) {
  writeFileSync(join(folder, name), text);
  console.log(`docs/flows/${name}`);
}
