import type { Instant } from './instant.ts';
import type { Clock } from './ports.ts';

const mostRemembered = 1_000;

interface Memory<Value> {
  readonly clock: Clock;
  /** What has changed since a look-up is seen when so many are over. */
  readonly milliseconds: number;
  /** Which values are remembered. @default - all of them */
  readonly keeps?: (value: Value) => boolean;
}

/** Spares the look-up of what has been looked up under the same name a moment ago. A failure is not remembered. */
export function makeRemember<Value>({ clock, milliseconds, keeps = () => true }: Memory<Value>) {
  const known = new Map<string, { readonly value: Value; readonly until: Instant }>();
  return async (name: string, lookUp: () => Promise<Value>): Promise<Value> => {
    const remembered = known.get(name);
    if (remembered && remembered.until > clock.now()) return remembered.value;
    const value = await lookUp();
    if (!keeps(value)) return value;
    if (known.size >= mostRemembered) known.clear();
    known.set(name, { value, until: clock.now() + milliseconds });
    return value;
  };
}
