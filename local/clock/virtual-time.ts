import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The system's clock on this machine, as a line through one common origin (milliseconds), so that every thread agrees. */
export interface VirtualTime {
  readonly realOrigin: number;
  readonly virtualOrigin: number;
  /** Virtual milliseconds in one real millisecond. */
  readonly speed: number;
}

/** The instant of the system at a real instant. */
export function virtualAt(time: VirtualTime, realInstant: number): number {
  return Math.floor(time.virtualOrigin + (realInstant - time.realOrigin) * time.speed);
}

/** How long a duration of the system takes here, in real milliseconds. */
export function realMillis(time: VirtualTime, virtualMillis: number): number {
  return virtualMillis / time.speed;
}

/** Whether the system's clock shows what the wall clock shows. */
export function isRealTime(time: VirtualTime): boolean {
  return time.speed === 1 && time.realOrigin === time.virtualOrigin;
}

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
