import { expect, test } from '@jest/globals';
import { minutes } from '#core/instant.ts';
import { aDrivenCentre } from './driven-centre.ts';

test('what is said of the future, by a clock that is wrong, hides nothing that is seen until then', async () => {
  const centre = await aDrivenCentre();
  const ann = centre.works();
  const key = centre.keyOf(ann);
  const ahead = centre.time.now() + minutes(60);
  const status = { name: 'Available', type: 'ROUTABLE', since: ahead } as const;
  await centre.followBackend(key, { at: ahead, isEvent: true, status, isGoingOffline: false, contacts: [] });
  await centre.time.wait(minutes(1));
  const call = centre.handles(ann);
  await centre.time.wait(minutes(1));
  await centre.reconcile(centre.instanceId);
  const contacts = (await centre.getAgent(key))?.session?.contacts.map(({ contactId }) => contactId);
  expect(contacts).toEqual([call]);
});
