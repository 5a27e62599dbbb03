import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { oneSwitchAtATime } from '../../local/connect/switches.ts';
import { aDrivenCentre } from './driven-centre.ts';

const answers = [{}, ...oneSwitchAtATime()].map((switches) => [JSON.stringify(switches), switches] as const);

const cases = answers.flatMap(([text, switches]) =>
  (['userId', 'username'] as const).map((ids) => [ids, text, switches] as const),
);

describe.each(cases)(
  'with agents called by their %s, and when Amazon Connect answers with %s, a forced logout',
  (agentIds, _, switches) => {
    test('takes an idle agent offline, and says so when it is shown', async () => {
      const centre = await aDrivenCentre({ switches }, agentIds);
      const ann = centre.works();
      await centre.time.wait(minutes(1));
      const row = await centre.logOut(ann);
      expect(centre.statusOf(ann)).toBe('Offline');
      expect(row).toMatchObject({ previousStatus: 'Available', contacts: 0 });
      expect(['loggedOut', ...('userDataLag' in switches ? ['unconfirmed'] : [])]).toContain(row?.outcome);
      await centre.time.wait(minutes(3));
      expect(centre.facts()).toEqual(['AgentSignedIn', 'AgentSignedOut']);
      expect(centre.done('PutUserStatus')).toBe(1);
    });

    test('waits for the call in hand and its paperwork, and is completed when the status changes', async () => {
      const centre = await aDrivenCentre({ switches }, agentIds);
      const ann = centre.works();
      const call = centre.handles(ann);
      await centre.time.wait(minutes(1));
      const row = await centre.logOut(ann);
      expect(row).toMatchObject({ previousStatus: 'In-call', contacts: 1 });
      await centre.time.wait(minutes(5));
      expect(centre.contactsOf(ann)).toEqual(['CONNECTED']);
      centre.contacts.end(call);
      await centre.time.wait(seconds(20));
      centre.contacts.clear(ann.id, call);
      expect(centre.statusOf(ann)).toBe('Offline');
      await centre.time.wait(minutes(11));
      expect(centre.facts().filter((type) => type !== 'AgentStatusChanged')).toEqual([
        'AgentSignedIn',
        'AgentLogoutDeferred',
        'AgentSignedOut',
      ]);
      expect(centre.done('StopContact')).toBe(0);
    });

    test('that is immediate ends every contact once and leaves nothing behind', async () => {
      const centre = await aDrivenCentre({ switches }, agentIds);
      const ann = centre.works();
      centre.handles(ann, 'CHAT');
      centre.handles(ann, 'CHAT');
      centre.contacts.offer(centre.contacts.begin({ channel: 'TASK' }).id, ann.id);
      await centre.time.wait(minutes(1));
      expect(centre.contactsOf(ann)).toEqual(['CONNECTED', 'CONNECTED', 'MISSED']);
      await centre.logOut(ann, 'immediate');
      await centre.time.wait(minutes(3));
      expect([centre.statusOf(ann), centre.contactsOf(ann)]).toEqual(['Offline', []]);
      expect(centre.done('StopContact')).toBe(2);
      expect(centre.facts().filter((type) => type !== 'AgentStatusChanged')).toEqual([
        'AgentSignedIn',
        'AgentSignedOut',
      ]);
    });

    test('finds out about an agent who chooses Available while it is pending', async () => {
      const centre = await aDrivenCentre({ switches }, agentIds);
      const ann = centre.works();
      const call = centre.handles(ann);
      await centre.time.wait(minutes(1));
      await centre.logOut(ann);
      centre.agents.chooseStatus(ann.id, 'Available');
      await centre.time.wait(minutes(2));
      centre.contacts.end(call);
      centre.contacts.clear(ann.id, call);
      await centre.time.wait(minutes(11));
      expect(centre.statusOf(ann)).toBe('Offline');
      expect(centre.facts().at(-1)).toBe('AgentSignedOut');
    });
  },
);
