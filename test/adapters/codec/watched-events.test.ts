import { describe, expect, test } from '@jest/globals';
import { parseWatchedEvent } from '#adapters/codec/watched-events.ts';

const fromBus = (detail: object) => ({ version: '0', source: 'lastcall', 'detail-type': 'Happened', detail });
const of = (eventId: string, more: object = {}) => ({ eventId, sequence: 1, at: 'now', instanceId: 'a/b', ...more });

describe('an event that supervisors are shown', () => {
  test.each([
    ['agent', { agentId: 'ann', contactId: 'c1' }, { of: 'agent', agentId: 'ann' }],
    ['job', { jobId: 7, order: { requestedBy: 'key', reason: 'x' } }, { of: 'job', jobId: 7, requestedBy: 'key' }],
    ['chat', { contactId: 'c1' }, { of: 'chat', contactId: 'c1', agentIds: [] }],
    ['chat', { contactId: 'c1', agentId: 'ann' }, { of: 'chat', contactId: 'c1', agentIds: ['ann'] }],
    ['chat', { contactId: 'c1', agentIds: ['ann', 'bob'] }, { of: 'chat', contactId: 'c1', agentIds: ['ann', 'bob'] }],
  ])('of a %s is about what its id names, and keeps what it says besides', (kind, ids, subject) => {
    const detail = of(`a/b/${kind}/x/1`, { ...ids, tomorrow: { more: 1 } });
    const { eventId, at, instanceId } = detail;
    expect(parseWatchedEvent(fromBus(detail))).toEqual({ eventId, at, instanceId, type: 'Happened', subject, detail });
  });

  test.each([
    ['nothing', undefined],
    ['no event of Lastcall', { ...fromBus(of('a/b/agent/x/1', { agentId: 'ann' })), source: 'aws.ec2' }],
    ['an event of an import', fromBus(of('a/b/import/1'))],
    ['an agent without an id', fromBus(of('a/b/agent/x/1'))],
    ['a request that is no job', fromBus(of('a/b/request/x/1', { order: { requestedBy: 'key' } }))],
    ['a job that nobody has asked for', fromBus(of('a/b/job/7/1', { jobId: 7 }))],
    ['a chat whose agents are no list', fromBus(of('a/b/chat/x/1', { contactId: 'c1', agentIds: 'ann' }))],
  ])('is not %s', (_, event) => {
    expect(() => parseWatchedEvent(event)).toThrow();
  });
});
