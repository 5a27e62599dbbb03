import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The page that GET /docs answers with, compressed by brotli. It lies beside the code: few ask for it. */
export const docsPage = (): Promise<Uint8Array> => readFile(join(import.meta.dirname, 'docs-page.html.br'));
