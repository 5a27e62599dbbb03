import { expect, test } from '@jest/globals';
import { aDrivenCentre } from './driven-centre.ts';

test('reports of what an agent of Amazon Connect does are refused, because Amazon Connect itself shows it', async () => {
  const centre = await aDrivenCentre();
  const key = centre.keyOf(centre.works());
  await centre.followBackend(key, { at: centre.time.now(), type: 'absent' });
  const refused = { type: 'ownedByBackend' };
  expect(await centre.beginContact(key, { contactId: 'c1', channel: 'VOICE' })).toEqual(refused);
  expect(await centre.endContact(key, 'c1')).toEqual(refused);
  expect(await centre.changeStatus(key, { status: 'Lunch', statusType: 'CUSTOM' })).toEqual(refused);
  expect(centre.facts()).toEqual([]);
});
