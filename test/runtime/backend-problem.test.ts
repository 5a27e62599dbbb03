import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { BackendError, type BackendFault } from '#core/backend-calls.ts';
import { ccai } from '#dialects/ccai/problem.ts';
import { native } from '#dialects/native/problem.ts';
import { logger } from '#runtime/observe.ts';
import { aCallerRoute, anEvent, answerTo, demoHeader, handlerOf } from './http-events.ts';

const logged = jest.spyOn(logger, 'error').mockImplementation(() => {});
afterEach(() => {
  logged.mockClear();
});

const failed = (fault: BackendFault) => new BackendError(fault, `internal words about ${fault}`);

/** The answer to a request whose work ends with this error. */
function answerAfter(error: Error, dialect = native) {
  const route = aCallerRoute(dialect, async () => {
    throw error;
  });
  const event = anEvent('POST /v1/force-logouts', { headers: demoHeader });
  return answerTo(handlerOf(route), event);
}

describe('a backend that does not do its part', () => {
  test.each(['busy', 'unavailable'] as const)('and is %s is to be tried again', async (fault) => {
    const { statusCode, json } = await answerAfter(failed(fault));
    expect([statusCode, JSON.stringify(json)]).toEqual([503, expect.stringContaining('in time: try again')]);
    expect(logged).not.toHaveBeenCalled();
  });

  test.each([
    ['denied', 'its log names the permission'],
    ['refused', 'the log of Lastcall says why'],
    ['unknown', 'the log of Lastcall says what'],
  ] as const)('because it is %s is a matter of the operator, whose log has the reason', async (fault, sentence) => {
    for (const dialect of [native, ccai]) {
      const { statusCode, json } = await answerAfter(failed(fault), dialect);
      expect([statusCode, JSON.stringify(json)]).toEqual([503, expect.stringContaining(sentence)]);
      expect(JSON.stringify(json)).not.toContain('internal words');
    }
    expect(logged).toHaveBeenCalledTimes(2);
    expect(logged.mock.lastCall?.[1]).toMatchObject({ error: { message: `internal words about ${fault}` } });
  });

  test('for several agents is one answer, in which the lasting fault comes first', async () => {
    const busy = await answerAfter(new AggregateError([failed('busy'), failed('unavailable')]));
    expect([busy.statusCode, JSON.stringify(busy.json)]).toEqual([503, expect.stringContaining('try again')]);
    const denied = await answerAfter(new AggregateError([failed('busy'), failed('denied')]));
    expect(JSON.stringify(denied.json)).toContain('its log names the permission');
    expect((await answerAfter(new AggregateError([failed('busy'), new Error('a fault of ours')]))).statusCode).toBe(
      500,
    );
  });
});
