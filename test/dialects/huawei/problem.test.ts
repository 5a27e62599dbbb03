import { expect, test } from '@jest/globals';
import type { Fault } from '#dialects/http.ts';
import { huawei, huaweiSignIn } from '#dialects/huawei/problem.ts';

const badInput = (...faults: readonly Fault[]) => ({ type: 'badInput', faults }) as const;
const fault = (path: string) => ({ path, message: 'Why' });

test.each([
  ['', '000-006', '000-006'],
  ['guid', '000-003', '000-003'],
  ['reason', '100-005', '100-005'],
  ['instanceId', '000-002', '000-002'],
  ['agentid', '000-002', '100-001'],
  ['workNo', '000-002', '100-001'],
  ['password', '000-002', '100-001'],
  ['constructor', '000-002', '100-001'],
])('a fault in %j has the retcode %s, and %s in a sign-in', (path, retcode, ofSignIn) => {
  expect(huawei(badInput(fault(path)), 'request-1').body).toMatchObject({ retcode });
  expect(huaweiSignIn(badInput(fault(path)), 'request-1').body).toMatchObject({ retcode: ofSignIn });
});

test('the first of several faults decides, and the message has all of them', () => {
  const answer = huawei(badInput(fault('agentid'), fault('reason'), fault('guid')), 'request-1');
  expect(answer).toEqual({
    status: 200,
    headers: { 'x-request-id': 'request-1' },
    body: { message: 'agentid: Why; reason: Why; guid: Why', retcode: '000-002' },
  });
});
