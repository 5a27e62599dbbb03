import { expect, test } from '@jest/globals';
import { BackendError } from '#core/backend-calls.ts';
import { ann, someDay } from '#test/support/agents.ts';
import { aContactCentre } from '#test/support/contact-centre.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';
import { atWork } from './observations.ts';

test('news that shows the agent is followed without a question', async () => {
  const centre = await anOwnedCentre();
  await centre.followNews({ key: ann, observation: atWork() });
  expect([centre.facts(), centre.calls]).toEqual([['AgentSignedIn'], []]);
});

test('news that something has changed has the backend asked, behind whatever is urgent', async () => {
  const centre = await anOwnedCentre();
  const { observe } = centre.backend;
  const asked: unknown[] = [];
  centre.backend.observe = (key, how) => {
    asked.push(how);
    return observe(key, how);
  };
  centre.works(ann);
  await centre.followNews({ key: ann });
  expect([centre.facts(), asked]).toEqual([['AgentSignedIn'], ['job']]);
});

test('news holds up nobody if the backend does not answer', async () => {
  const centre = await anOwnedCentre();
  centre.backend.observe = () => Promise.reject(new BackendError('unavailable', 'It does not answer'));
  await centre.followNews({ key: ann });
  expect([centre.facts(), centre.reports.length]).toEqual([[], 1]);
});

test('news of an instance without a backend changes nothing', async () => {
  const centre = await aContactCentre();
  centre.time.at = someDay + 1;
  await centre.followNews({ key: ann });
  expect(centre.facts()).toEqual([]);
});
