import { expect, test } from '@jest/globals';
import { sessionRoutes } from '#dialects/native/sessions.ts';
import { anAgent, aSession } from '../../support/agents.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aRequest } from '../requests.ts';

const beginContact = routeOf(sessionRoutes, 'PUT /v1/agents/{agentId}/contacts/{contactId}');
const endContact = routeOf(sessionRoutes, 'DELETE /v1/agents/{agentId}/contacts/{contactId}');

const key = { instanceId: 'demo', agentId: '11' };
const path = { agentId: '11', contactId: 'call:1' };

test('contacts begin and end', async () => {
  expect(await callOf(beginContact, aRequest({ path, body: { channel: 'VOICE' } }))).toEqual({
    useCase: 'beginContact',
    args: [key, { contactId: 'call:1', channel: 'VOICE' }],
  });
  expect(await callOf(endContact, aRequest({ path }))).toEqual({ useCase: 'endContact', args: [key, 'call:1'] });
});

test('contacts have a channel and an id', async () => {
  const path = { agentId: '11', contactId: 'c'.repeat(257) };
  expect(await faultsOf(callOf(beginContact, aRequest({ path, body: { channel: 'FAX' } })))).toEqual([
    {
      path: 'contactId',
      message: `Must be 1 to 256 characters of letters, digits and . _ : -, got "${'c'.repeat(60)}…"`,
    },
    { path: 'channel', message: 'Must be VOICE, CHAT or TASK, got "FAX"' },
  ]);
});

test('contacts are limited in number', async () => {
  const request = aRequest({ path, body: { channel: 'VOICE' } });
  expect(await refusalOf(answerOf(beginContact, { type: 'tooManyContacts' }, request))).toEqual({
    type: 'conflict',
    message: 'This agent has 20 contacts in hand, and no more are taken: end one first',
  });
});

test('contacts are shown with their agent', async () => {
  const done = { type: 'done', agent: anAgent({ session: aSession() }) };
  const begun = await answerOf(beginContact, done, aRequest({ path, body: { channel: 'VOICE' } }));
  expect(begun).toMatchObject({ status: 200, body: { agentId: 'ann' } });
  expect(await answerOf(endContact, done, aRequest({ path }))).toEqual(begun);
});
