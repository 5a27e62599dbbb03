/// <reference types="amazon-connect-streams" />
import type { StreamsGlobal } from './agent/streams.ts';

/** Does not compile if the real amazon-connect-streams is not what this library takes it for. */
export const asTaken = (real: typeof connect): StreamsGlobal => real;
