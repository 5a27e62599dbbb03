import type { Context } from 'aws-lambda';
import type { World } from './faulty-world.ts';

/** What became of an invocation. Its answer had the shape that its caller reads. */
export type Ending = 'done' | 'refused' | 'failed';
/** The invocations of a function, by what they are for. They are prepared while everything works. */
export type Calls = (world: World) => Promise<Readonly<Record<string, () => Promise<Ending>>>>;

/** Only what handlers look at. */
export function contextIn({ time }: World, timeout: number): Context {
  const end = time.now() + timeout;
  return { awsRequestId: 'inv', getRemainingTimeInMillis: () => end - time.now() } as unknown as Context;
}

/** Pauses on the time of a world. */
export const pauseOf =
  ({ time }: World) =>
  (milliseconds: number) =>
    time.pause(milliseconds);

/** An invocation that may fail: then it is repeated by Lambda, by the next sweep or by the client. */
export const mayFail = (work: Promise<unknown>): Promise<Ending> =>
  work.then(
    () => 'done',
    () => 'failed',
  );
