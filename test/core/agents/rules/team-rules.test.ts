import { describe, expect, test } from '@jest/globals';
import { makeMemoryTeamRules } from '#adapters/memory/settings.ts';
import { hasRules, rulesFor, type TeamRules } from '#core/agents/rules/team-rules.ts';
import { makeRuleUseCases } from '#core/agents/rules/use-cases.ts';
import { seconds } from '#core/instant.ts';
import { anAgent } from '#test/support/agents.ts';
import { aContactCentre } from '#test/support/contact-centre.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';

const missedContacts = { mode: 'on', contacts: 3 } as const;
const minutesInStatus = { mode: 'dryRun', minutes: 30 } as const;
const longContact = { mode: 'off', hours: 4 } as const;
const rules: TeamRules = { teamId: 'sales', missedContacts, minutesInStatus, longContact };

test('a team has rules if it has one, even one that is off', () => {
  expect(hasRules({ teamId: 'sales' })).toBe(false);
  for (const some of [{ missedContacts }, { minutesInStatus }, { longContact }])
    expect(hasRules({ teamId: 'sales', ...some })).toBe(true);
});

describe('the rules that hold for an agent', () => {
  test('are those of all teams of the agent that are not off', () => {
    const others: TeamRules[] = [
      { teamId: 'night', longContact: { mode: 'on', hours: 2 } },
      { teamId: 'billing', missedContacts },
    ];
    expect(rulesFor(anAgent({ teamIds: ['night', 'sales'] }), [rules, ...others])).toStrictEqual({
      missedContacts: [{ ...missedContacts, teamId: 'sales' }],
      minutesInStatus: [{ ...minutesInStatus, teamId: 'sales' }],
      longContact: [{ mode: 'on', hours: 2, teamId: 'night' }],
    });
  });

  test('are none for an agent who is protected', () => {
    const agent = anAgent({ teamIds: ['sales'] });
    const none = { missedContacts: [], minutesInStatus: [], longContact: [] };
    expect(rulesFor({ profile: { ...agent.profile, protected: true } }, [rules])).toStrictEqual(none);
  });
});

describe('the rules of a team', () => {
  test('are set where a backend owns the agents, and nowhere else', async () => {
    const owned = await anOwnedCentre();
    expect(await owned.getTeamRules('demo', 'sales')).toStrictEqual({ teamId: 'sales' });
    expect(await owned.putTeamRules('demo', rules)).toStrictEqual({ type: 'done' });
    expect(await owned.getTeamRules('demo', 'sales')).toStrictEqual(rules);
    const centre = await aContactCentre();
    expect(await centre.putTeamRules('demo', rules)).toStrictEqual({ type: 'notOwned' });
    expect(await centre.getTeamRules('demo', 'sales')).toStrictEqual({ teamId: 'sales' });
  });

  const aReader = (isOwned = true) => {
    const time = { at: 0 };
    const store = makeMemoryTeamRules();
    const loads: string[] = [];
    const { backend } = makeOwningBackend({ clock: { now: () => time.at } });
    const useCases = makeRuleUseCases({
      teamRules: {
        ...store,
        load(instanceId) {
          loads.push(instanceId);
          return store.load(instanceId);
        },
      },
      backends: () => (isOwned ? backend : undefined),
      clock: { now: () => time.at },
      report: () => undefined,
    });
    return { ...useCases, time, loads };
  };

  test('take effect within a minute, and are read once in it', async () => {
    const { rulesOfInstance, putTeamRules, time, loads } = aReader();
    expect(await rulesOfInstance('demo')).toStrictEqual([]);
    await putTeamRules('demo', rules);
    time.at = seconds(60) - 1;
    expect(await rulesOfInstance('demo')).toStrictEqual([]);
    time.at = seconds(60);
    expect(await rulesOfInstance('demo')).toStrictEqual([rules]);
    expect(loads).toHaveLength(2);
  });

  test('are not read for an instance whose agents Lastcall owns', async () => {
    const { rulesOfInstance, loads } = aReader(false);
    expect([await rulesOfInstance('demo'), loads]).toStrictEqual([[], []]);
  });
});
