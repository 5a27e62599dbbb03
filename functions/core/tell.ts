import type { Report, Sockets } from './ports.ts';

interface Ports<Key> {
  readonly sockets: Pick<Sockets, 'send'>;
  /** Notes that connections are gone. */
  readonly forget: (key: Key, connectionIds: readonly string[]) => Promise<unknown>;
  readonly report: Report;
}

/** Sends frames over connections of a thing, one after the other; those that are gone are forgotten. */
export type Tell<Key> = (key: Key, connectionIds: readonly string[], frames: readonly string[]) => Promise<void>;

export function makeTell<Key>({ sockets, forget, report }: Ports<Key>): Tell<Key> {
  return async (key, connectionIds, frames) => {
    if (connectionIds.length === 0 || frames.length === 0) return;
    const gone = await sockets.send(connectionIds, frames);
    if (gone.length === 0) return;
    try {
      await forget(key, gone);
    } catch (error) {
      report('A connection that is gone could not be forgotten; the next frame to it will try again', error);
    }
  };
}
