import type { Instant } from './instant.ts';
import type { Clock } from './ports.ts';

const mostEntries = 1_000;

interface Options<Value> {
  readonly clock: Clock;
  /** How long a value is kept. A change becomes visible within this time. */
  readonly milliseconds: number;
  /** Which values are kept. @default - all of them */
  readonly keeps?: (value: Value) => boolean;
}

/** Keeps the results of look-ups by name for a while. A look-up that failed is not kept. */
export function makeCache<Value>({ clock, milliseconds, keeps = () => true }: Options<Value>) {
  const entries = new Map<string, { readonly value: Value; readonly until: Instant }>();
  return async (name: string, lookUp: () => Promise<Value>): Promise<Value> => {
    const entry = entries.get(name);
    if (entry && entry.until > clock.now()) return entry.value;
    const value = await lookUp();
    if (!keeps(value)) return value;
    if (entries.size >= mostEntries) entries.clear();
    entries.set(name, { value, until: clock.now() + milliseconds });
    return value;
  };
}
