import { expect, test } from '@jest/globals';
import { parseGetAgentSettings, parsePutAgentSettings, renderAgentSettings } from '#dialects/native/agent-settings.ts';
import { aCaller, aRequest, faultsOf, refusalOf } from '../requests.ts';

const put = (body: unknown) => parsePutAgentSettings(aRequest({ body }));

test('an instance says how long a contact holds off the end of a lost session', () => {
  expect(put({ contactGraceSeconds: 0 })).toEqual(['demo', { contactGraceSeconds: 0 }]);
  expect(put({ contactGraceSeconds: 3600 })).toEqual(['demo', { contactGraceSeconds: 3600 }]);
  expect(put({ contactGraceSeconds: 'off' })).toEqual(['demo', { contactGraceSeconds: 'off' }]);
  expect(put({})).toEqual(['demo', { contactGraceSeconds: 'off' }]);
});

test('what is kept is shown', () => {
  expect(parseGetAgentSettings(aRequest())).toBe('demo');
  expect(renderAgentSettings({ contactGraceSeconds: 30 })).toEqual({ status: 200, body: { contactGraceSeconds: 30 } });
});

test.each([[-1], [3601], [1.5], ['30'], ['Off'], [null], [true]])('a grace of %j is refused', (contactGraceSeconds) => {
  expect(faultsOf(() => put({ contactGraceSeconds }))).toEqual([
    {
      path: 'contactGraceSeconds',
      message: `Must be a whole number of seconds, 0 to 3600, or "off", got ${JSON.stringify(contactGraceSeconds)}`,
    },
  ]);
});

test('an unknown key is refused by name, and a missing scope', () => {
  expect(faultsOf(() => put({ grace: 3 }))).toEqual([
    { path: 'grace', message: 'Unknown key; known are contactGraceSeconds' },
  ]);
  const caller = aCaller('sessions:read');
  expect(refusalOf(() => parsePutAgentSettings(aRequest({ caller, body: {} })))).toMatchObject({ type: 'forbidden' });
});
