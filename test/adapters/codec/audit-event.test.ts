import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { parseAuditEvent } from '#adapters/codec/audit-event.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import { type RequestEvent, summaryOf } from '#core/forced-logouts/request-events.ts';
import { minutes } from '#core/instant.ts';
import { recorded, someDay } from '../../support/agents.ts';
import { auditOf } from '../../support/audit.ts';
import { aSelector } from '../../support/logout-jobs.ts';

const from = { via: 'token', ipAddress: '2001:db8::9' } as const;
const order = { requestedBy: 'sup', from, reason: 'storm', message: 'Ann, go home', jobId: 7, holdMinutes: 30 };
const signedOut: AgentEvent = {
  type: 'AgentSignedOut',
  instanceId: 'demo',
  agentId: 'ann',
  sessionId: 's1',
  cause: 'forced',
  order,
  holdEndsAt: someDay + minutes(30),
  previousStatus: 'Available',
  releasedContactIds: ['c1'],
};
const entryOf = (fact: AgentEvent | RequestEvent) => auditOf([recorded(fact, { eventId: 'id', at: someDay })])[0];

describe('what the audit keeps of an event', () => {
  test('is who asked, when, from where and why, about whom, and what came of it, without the message', () => {
    expect(entryOf(signedOut)).toEqual({
      instanceId: 'demo',
      eventId: 'id',
      at: someDay,
      type: 'AgentSignedOut',
      requestedBy: 'sup',
      from,
      reason: 'storm',
      agentId: 'ann',
      jobId: 7,
      details: {
        sessionId: 's1',
        cause: 'forced',
        holdEndsAt: '2026-11-21T10:00:00.000Z',
        previousStatus: 'Available',
        releasedContactIds: ['c1'],
        holdMinutes: 30,
      },
    });
  });

  test('of an order of release 0.1.0 has no origin', () => {
    expect(entryOf({ ...signedOut, order: { requestedBy: 'sup' } })).not.toHaveProperty('from');
  });

  const requested = (selector: Parameters<typeof aSelector>[0]) =>
    entryOf({
      type: 'LogoutRequested',
      instanceId: 'demo',
      order: { requestedBy: 'sup' },
      timing: 'immediate',
      selection: summaryOf(aSelector(selector)),
    });

  test.each([
    [{ agentIds: ['ann'] }, 'ann'],
    [{ agentIds: ['ann'], conditions: { callerTeamIds: ['t1'] } }, 'ann'],
    [{ agentIds: ['ann', 'bob'] }, undefined],
    [{ agentIds: ['ann'], teamIds: ['t1'] }, undefined],
    [{ agentIds: ['ann'], conditions: { exclude: { agentIds: ['bob'], teamIds: [] } } }, undefined],
  ])('of a request for %j is about %s', (selector, agentId) => {
    expect(requested(selector)?.agentId).toBe(agentId);
  });

  test('of a schedule that was deleted is who has deleted it', () => {
    const detail = { eventId: 'id', sequence: 2, at: '2026-11-21T09:30:00.000Z', instanceId: 'demo' };
    const deleted = { type: 'LogoutScheduleDeleted', scheduleId: 'nightly', deletedBy: 'sup', deletedFrom: from };
    expect(parseAuditEvent({ source: 'lastcall', detail: { ...detail, ...deleted } })).toEqual({
      ...{ eventId: 'id', at: someDay, instanceId: 'demo', type: 'LogoutScheduleDeleted', requestedBy: 'sup' },
      from,
      details: { scheduleId: 'nightly', deletedBy: 'sup', deletedFrom: from },
    });
  });

  test('of a type that only a newer version knows is all of it', () => {
    const detail = { eventId: 'id', sequence: 1, at: '2026-11-21T09:30:00.000Z', instanceId: 'demo', type: 'Newer' };
    const event = { source: 'lastcall', detail: { ...detail, order: { requestedBy: 'sup', zz: 1 }, more: [1] } };
    expect(parseAuditEvent(event)).toMatchObject({ type: 'Newer', details: { more: [1] } });
  });

  test.each([
    ['nothing', undefined],
    ['an event of others', { source: 'aws.ec2', detail: {} }],
    ['one without an order', { source: 'lastcall', detail: { eventId: 'id', sequence: 1 } }],
  ])('of %s is nothing', (_, event) => {
    expect(() => parseAuditEvent(event)).toThrow(z.core.$ZodError);
  });
});
