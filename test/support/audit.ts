import { parseAuditEvent } from '#adapters/codec/audit-event.ts';
import type { AuditEntry } from '#core/audit/ports.ts';
import type { Recorded } from '#core/change.ts';
import { toIso } from '#core/instant.ts';
import { someDay } from './agents.ts';

interface Fact {
  readonly type: string;
}

/** An event as its target finds it on the bus: instants are in ISO 8601. */
const onTheBus = ({ fact, at, ...recorded }: Recorded<Fact>) => ({
  source: 'lastcall',
  'detail-type': fact.type,
  detail: {
    ...recorded,
    at: toIso(at),
    ...Object.fromEntries(
      Object.entries(fact).map(([name, value]) => [
        name,
        name.endsWith('At') && typeof value === 'number' ? toIso(value) : value,
      ]),
    ),
  },
});

/** What the audit keeps of events. */
export const auditOf = (events: readonly Recorded<Fact>[]): readonly AuditEntry[] =>
  events
    .filter(({ fact }) => ('order' in fact || 'deletedBy' in fact) && fact.type !== 'AgentLogoutDeadlineNear')
    .map((event) => parseAuditEvent(onTheBus(event)));

/** An entry of instance `demo` of an agent who was logged out. */
export const anEntry = (overrides: Partial<AuditEntry> = {}): AuditEntry => ({
  instanceId: 'demo',
  eventId: 'demo/agent/ann/1',
  at: someDay,
  type: 'AgentSignedOut',
  requestedBy: 'supervisor',
  from: { via: 'apiKey', ipAddress: '203.0.113.9' },
  agentId: 'ann',
  details: { sessionId: 's1', cause: 'forced', previousStatus: 'Available', releasedContactIds: [] },
  ...overrides,
});
