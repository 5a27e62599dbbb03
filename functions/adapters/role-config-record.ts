import * as z from 'zod/mini';
import type { RoleConfig } from '#core/chats/role-config.ts';

const timer = z.nullable(z.number());

/** Timers in minutes: customer idle, customer auto-disconnect, agent idle, agent auto-disconnect. */
export const roleConfigShape = z.tuple([timer, timer, timer, timer]);
type RoleConfigRecord = z.output<typeof roleConfigShape>;

export const toRoleConfigRecord = ({ CUSTOMER, AGENT }: RoleConfig): RoleConfigRecord => [
  CUSTOMER.IDLE ?? null,
  CUSTOMER.DISCONNECT_NONCUSTOMER ?? null,
  AGENT.IDLE ?? null,
  AGENT.DISCONNECT_NONCUSTOMER ?? null,
];

export const fromRoleConfigRecord = ([
  customerIdle,
  customerDisconnect,
  agentIdle,
  agentDisconnect,
]: RoleConfigRecord): RoleConfig => ({
  CUSTOMER: timersOf(customerIdle, customerDisconnect),
  AGENT: timersOf(agentIdle, agentDisconnect),
});

const timersOf = (idle: number | null, disconnect: number | null) => ({
  ...(idle !== null && { IDLE: idle }),
  ...(disconnect !== null && { DISCONNECT_NONCUSTOMER: disconnect }),
});
