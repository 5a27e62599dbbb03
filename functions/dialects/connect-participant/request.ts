import type { ParticipantPass } from '#core/access/passes.ts';

/** A call of somebody who is in a chat: whom the bearer token stands for, and the JSON that came with it. */
export interface ParticipantRequest {
  readonly pass: ParticipantPass;
  /** `undefined` when there was none. */
  readonly body: unknown;
}
