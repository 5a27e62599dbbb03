import type { Context } from 'aws-lambda';

/** The context of an invocation that has this much time left. */
export const lambdaContext = (seconds: number): Context => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'lastcall-bench',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:lastcall-bench',
  memoryLimitInMB: '512',
  awsRequestId: '8f1c2a34-5b6d-4e7f-8091-a2b3c4d5e6f7',
  logGroupName: 'lastcall-bench',
  logStreamName: '2026/11/21/lastcall-bench',
  getRemainingTimeInMillis: () => seconds * 1000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
});
