import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import * as z from 'zod';

const texts = z.record(z.string(), z.string());

/** Files as one compressed file, in which what they have in common takes little space. */
export function packed(files: Readonly<Record<string, string>>): Buffer {
  const text = Buffer.from(JSON.stringify(files));
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
}

/** Writes packed files into a folder. Returns their paths in it. @throws Error when it is no pack of files */
export function unpackInto(folder: string, pack: Buffer): string[] {
  const files = texts.parse(JSON.parse(brotliDecompressSync(pack).toString()));
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return Object.keys(files);
}
