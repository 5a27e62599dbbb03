import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Measurement } from './figure.ts';

const bound = z.object({ says: z.string(), isHeld: z.boolean(), of: z.enum(['count', 'time']) });
const figure = z.object({ what: z.string(), measured: z.string(), bound: bound.exactOptional() });
const message = z.union([
  z.object({ progress: z.string() }),
  z.object({ measurement: z.object({ setup: z.string(), figures: z.array(figure) }) }),
]);

/**
 * Measures in a process of its own: nothing that was loaded or warmed up before touches the figures, and its log goes
 * down a pipe, as in Lambda, to be thrown away here.
 *
 * @throws Error when it fails or takes longer than it may
 */
export async function runAlone(name: string, mostSeconds: number): Promise<Measurement> {
  const child = fork(fileURLToPath(new URL('alone.ts', import.meta.url)), [name], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    timeout: mostSeconds * 1000,
    killSignal: 'SIGKILL',
  });
  child.stdout?.resume();
  const { promise, resolve, reject } = Promise.withResolvers<Measurement>();
  child.on('message', (raw) => {
    const said = message.parse(raw);
    if ('measurement' in said) resolve(said.measurement);
    else console.error(`  ${name}: ${said.progress}`);
  });
  child.on('error', reject);
  child.on('exit', (code, signal) => {
    reject(new Error(signal ? `${name} took more than ${mostSeconds} s` : `${name} ended with ${code} and no figures`));
  });
  return promise;
}
