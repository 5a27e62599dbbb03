import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type VirtualTime, virtualAt } from './virtual-time.ts';

const stored = z.object({ realOrigin: z.number(), virtualOrigin: z.number(), speed: z.number() });

/**
 * The clock of the state in a folder, kept there: time goes on over a restart. A change of speed bends the line at the
 * present instant, so the system never sees its time run backwards.
 */
export function openVirtualTime(folder: string, speed: number, realNow: number): VirtualTime {
  const file = join(folder, 'clock.json');
  const before = readStored(file);
  if (before?.speed === speed) return before;
  const virtualOrigin = before === undefined ? realNow : virtualAt(before, realNow);
  const time = { realOrigin: realNow, virtualOrigin, speed };
  writeFileSync(file, JSON.stringify(time));
  return time;
}

function readStored(file: string): VirtualTime | undefined {
  try {
    return stored.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
