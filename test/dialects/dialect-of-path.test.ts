import { expect, test } from '@jest/globals';
import { ccai } from '#dialects/ccai/problem.ts';
import { connectParticipant } from '#dialects/connect-participant/problem.ts';
import { connect } from '#dialects/connect-timers/problem.ts';
import { dialectOf } from '#dialects/dialect-of-path.ts';
import { gateway } from '#dialects/gateway/problem.ts';
import { native } from '#dialects/native/problem.ts';
import { nice } from '#dialects/nice/problem.ts';

test.each([
  ['/apps/api/v1/agent_statuses', 'CCAI', ccai],
  ['/participant/attachment', 'the clients of chats', connectParticipant],
  ['/contact/attributes', 'Amazon Connect', connect],
  ['/iam/contact/attributes', 'Amazon Connect', connect],
  ['/agentgateway/resource/skill', 'the agent gateway', gateway],
  ['/demo/agentgateway/resource/skill', 'the agent gateway', gateway],
  ['/incontactapi/services/v30.0/agents', 'NICE CXone', nice],
  ['/a/b/agentgateway/resource/skill', 'the own API', native],
  ['/v1/chat', 'the own API', native],
  ['/', 'the own API', native],
  ['/v1/participant/message', 'the own API', native],
  ['/participants', 'the own API', native],
  ['/iam/v1/contact/', 'the own API', native],
])('what is wrong at %s is said in the dialect of %s', (path, _whose, renderProblem) => {
  expect(dialectOf(path)).toBe(renderProblem);
});
