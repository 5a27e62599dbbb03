import fc from 'fast-check';
import type { RoleConfig } from '#core/chats/role-config.ts';

const anyMinutes = fc.option(fc.integer({ min: 2, max: 480 }), { nil: undefined });
const anyTimers = fc.record({ IDLE: anyMinutes, DISCONNECT_NONCUSTOMER: anyMinutes }).map((pair) => ({
  ...(pair.IDLE !== undefined && { IDLE: pair.IDLE }),
  ...(pair.DISCONNECT_NONCUSTOMER !== undefined && { DISCONNECT_NONCUSTOMER: pair.DISCONNECT_NONCUSTOMER }),
}));
/** Any of the sixteen combinations of the four timers, at any length. */
export const anyConfig: fc.Arbitrary<RoleConfig> = fc.record({ CUSTOMER: anyTimers, AGENT: anyTimers });
