import type { Report, Sockets } from './ports.ts';

interface Ports<Key> {
  readonly sockets: Pick<Sockets, 'send'>;
  /** Removes connections that are gone from the aggregate. */
  readonly forget: (key: Key, connectionIds: readonly string[]) => Promise<unknown>;
  readonly report: Report;
}

/** Sends frames to connections of an aggregate, one after the other. Connections that are gone are removed from it. */
export type PushFrames<Key> = (key: Key, connectionIds: readonly string[], frames: readonly string[]) => Promise<void>;

export function makePushFrames<Key>({ sockets, forget, report }: Ports<Key>): PushFrames<Key> {
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
