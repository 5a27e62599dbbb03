import { describe, expect, test } from '@jest/globals';
import { minutes } from '#core/instant.ts';
import { eachEventOnce } from '#test/support/published-events.ts';
import { step } from '#test/support/share-of-cases.ts';
import { type BackendSimulation, simulateBackend } from './backend-simulation.ts';
import { everyFault, Faults, faultAt } from './invocation.ts';

const rules = {
  teamId: 'sales',
  missedContacts: { mode: 'on', contacts: 1 },
  minutesInStatus: { mode: 'on', minutes: 2, statuses: ['Break'] },
  longContact: { mode: 'on', hours: 1 },
} as const;

/** One agent has missed a call, one has a break, and one has a call that is soon connected for an hour. */
async function runRules(faults: Faults, seed = 1) {
  const simulation = await simulateBackend({ agents: 3, faults, seed, rules });
  const { time, invoke } = simulation;
  const [missing = '', onABreak = '', calling = ''] = simulation.ids;
  const of = (agentId: string) => ({ instanceId: 'demo', agentId });
  const now = time.now();
  simulation.works(of(missing), [{ contactId: 'missed', phase: 'missed', missedAt: now }]);
  simulation.works(of(onABreak), [], 'Break');
  simulation.works(of(calling), [{ contactId: 'call', connectedAt: now - minutes(58) }]);
  // Everybody is looked at each minute; a look that fails is followed by the next.
  for (let minute = 0; minute < 15; minute += 1)
    time.at(now + minutes(minute), () => invoke(({ reconcile }) => reconcile('demo')).then(none, none));
  await simulation.settle();
  return simulation;
}

const none = () => undefined;

/** Each rule has acted once, and the events say once what it did. */
function expectRuled({ bus, ids, wentOffline, shown, ended, undelivered }: BackendSimulation) {
  const facts = eachEventOnce(bus.published()).map(({ fact }) => fact);
  const told = ids.map((agentId) =>
    facts
      .filter((fact) => 'agentId' in fact && fact.agentId === agentId)
      .flatMap((fact) => {
        if (fact.type === 'RuleMatched') return [fact.rule];
        if (fact.type === 'AgentSignedOut') return [`out by ${fact.order?.requestedBy}`];
        return fact.type === 'AgentStatusChanged' || fact.type === 'AgentSignedIn' ? [] : [fact.type];
      }),
  );
  expect(told).toEqual([
    ['missedContacts', 'out by rule:missedContacts'],
    ['minutesInStatus', 'out by rule:minutesInStatus'],
    ['longContact', 'ContactStopped'],
  ]);
  expect(ids.map(wentOffline)).toEqual([1, 1, 0]);
  expect(ids.map((agentId) => shown(agentId)?.status)).toEqual(['Offline', 'Offline', 'Available']);
  expect(ended).toEqual(['call']);
  expect(undelivered()).toEqual([]);
}

describe('the rules of a team', () => {
  test('each act once', async () => expectRuled(await runRules(new Faults())));

  test.each(everyFault)('each act once, and say so, whichever call fails: %s', async (fault) => {
    const undisturbed = new Faults();
    await runRules(undisturbed);
    for (let at = 1; at <= undisturbed.calls; at += step) {
      const simulation = await runRules(faultAt(at, fault));
      try {
        expectRuled(simulation);
      } catch (error) {
        throw new Error(`The call ${at}`, { cause: error });
      }
    }
  });

  test('each act once if wake-ups come late, twice and out of order', async () => {
    for (let seed = 1; seed <= 20; seed += step) expectRuled(await runRules(new Faults(), seed));
  });
});
