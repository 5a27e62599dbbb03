import { describe, expect, test } from '@jest/globals';
import { summaryOf } from '#core/forced-logouts/request-events.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { aRange } from '#test/support/agents.ts';
import { agentIds, aSelector } from '#test/support/logout-jobs.ts';

describe('an event says of a request', () => {
  test('all that it selects', () => {
    const selector: Selector = {
      agentIds: ['ann'],
      teamIds: ['t1', 't2'],
      ipRanges: [aRange('10.0.0.1')],
      everybody: true,
      conditions: {
        statuses: ['lunch'],
        minimumMinutesInStatus: 5,
        exclude: { agentIds: ['bob', 'cy'], teamIds: ['t3'] },
        callerTeamIds: ['t1'],
      },
    };
    expect(summaryOf(selector)).toEqual({
      agents: 1,
      agentIds: ['ann'],
      teamIds: ['t1', 't2'],
      ipAddresses: ['10.0.0.1-10.0.0.1'],
      everybody: true,
      statuses: ['lunch'],
      minimumMinutesInStatus: 5,
      exclude: { agents: 2, agentIds: ['bob', 'cy'], teamIds: ['t3'] },
      callerTeamIds: ['t1'],
    });
  });

  test('nothing of what it does not name', () => {
    expect(summaryOf(aSelector({ agentIds: ['ann'] }))).toStrictEqual({ agents: 1, agentIds: ['ann'] });
    const ipRanges = [aRange('10.0.0.1')];
    expect(summaryOf(aSelector({ ipRanges }))).toStrictEqual({ ipAddresses: ['10.0.0.1-10.0.0.1'] });
    const exclude = { agentIds: [], teamIds: ['t3'] };
    expect(summaryOf(aSelector({ teamIds: ['t1'], conditions: { exclude } }))).toStrictEqual({
      teamIds: ['t1'],
      exclude: { teamIds: ['t3'] },
    });
    expect(summaryOf(aSelector({ conditions: { exclude: { agentIds: ['bob'], teamIds: [] } } }))).toStrictEqual({
      exclude: { agents: 1, agentIds: ['bob'] },
    });
  });

  test('how many agents it names, and the first fifty of them', () => {
    const ids = agentIds(60);
    const named = { agents: 60, agentIds: ids.slice(0, 50) };
    expect(summaryOf(aSelector({ agentIds: ids }))).toEqual(named);
    expect(summaryOf(aSelector({ conditions: { exclude: { agentIds: ids, teamIds: [] } } })).exclude).toEqual(named);
  });
});
