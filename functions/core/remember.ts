import type { Instant } from './instant.ts';
import type { Clock } from './ports.ts';

const mostRemembered = 1_000;

/** Spares a look-up that was made a moment ago; what has changed since is seen when `milliseconds` are over. */
export function makeRemember<Value>(
  lookUp: (name: string) => Promise<Value>,
  { clock, milliseconds }: { readonly clock: Clock; readonly milliseconds: number },
): (name: string) => Promise<Value> {
  const known = new Map<string, { readonly value: Value; readonly until: Instant }>();
  return async (name) => {
    const remembered = known.get(name);
    if (remembered && remembered.until > clock.now()) return remembered.value;
    const value = await lookUp(name);
    if (known.size >= mostRemembered) known.clear();
    known.set(name, { value, until: clock.now() + milliseconds });
    return value;
  };
}
