import { describe, expect, test } from '@jest/globals';
import { chatRoutes } from '#dialects/native/chats.ts';
import { aChat } from '../../support/chats.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest } from '../requests.ts';

const moveFlow = routeOf(chatRoutes, 'PATCH /v1/chats/{contactId}');
const getChat = routeOf(chatRoutes, 'GET /v1/chats/{contactId}');

const path = { contactId: 'c1' };
const key = { instanceId: 'demo', contactId: 'c1' };

describe('moving the flow of a chat', () => {
  const move = (body: unknown) => callOf(moveFlow, aRequest({ path, body }));

  test.each([
    { waitBlock: null },
    { waitBlock: 'customer' },
    { language: 'de', disconnectFlow: 'survey', waitBlock: 'customParticipant' },
    { language: null, disconnectFlow: null, waitBlock: null },
  ])('takes %j', async (body) => {
    expect(await move(body)).toEqual({ useCase: 'moveFlow', args: [key, body] });
  });

  const nothing = 'Must have at least one of language, disconnectFlow, waitBlock';
  const object = 'Must be an object with language, disconnectFlow, waitBlock';

  test.each([
    [{}, '', nothing],
    [undefined, '', `${object}, but is missing`],
    [null, '', `${object}, got null`],
    [[], '', `${object}, got a list of 0`],
    [{ waitBlock: 'bot' }, 'waitBlock', 'Must be customer or customParticipant, or null, got "bot"'],
    [{ disconnectFlow: ' ' }, 'disconnectFlow', 'Must be 1 to 256 printable characters, got ""'],
    [{ waitblock: null }, 'waitblock', 'Unknown key; known are language, disconnectFlow, waitBlock'],
    [
      { waitBlock: null, customer: { displayName: 'Leia' } },
      'customer',
      'Unknown key; known are language, disconnectFlow, waitBlock',
    ],
  ])('with %j is refused', async (body, at, message) => {
    expect(await faultsOf(move(body))).toContainEqual({ path: at, message });
  });

  const answer = (outcome: unknown) => answerOf(moveFlow, outcome, aRequest({ path, body: { waitBlock: null } }));

  test('is answered with the chat, as it is shown', async () => {
    const chat = aChat();
    expect(await answer({ type: 'done', chat })).toEqual(await answerOf(getChat, chat, aRequest({ path })));
  });

  test('is not possible in a chat that has ended or is not there', async () => {
    expect(await refusalOf(answer({ type: 'ended' }))).toMatchObject({ type: 'conflict' });
    expect(await refusalOf(answer({ type: 'unknownChat' }))).toMatchObject({ type: 'notFound' });
  });

  test('needs the scope to change chats', async () => {
    const caller = aCaller('sessions:write', 'timers:configure');
    expect(await refusalOf(callOf(moveFlow, aRequest({ caller, path })))).toEqual({
      type: 'forbidden',
      scope: 'chats:write',
    });
  });
});
