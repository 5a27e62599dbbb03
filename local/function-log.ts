import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { FunctionLog } from './lambda/warm-thread.ts';

/** A file that takes what the functions print, each line with the function's name before it. */
export function openFunctionLog(file: string): { readonly write: FunctionLog; close(): Promise<void> } {
  const stream = createWriteStream(file, { flags: 'a' });
  return {
    write(functionName, text) {
      for (const line of text.split('\n'))
        if (line !== '' && !stream.writableEnded) stream.write(`${functionName} ${line}\n`);
    },
    async close() {
      stream.end();
      await once(stream, 'close');
    },
  };
}
