import { expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { keepsData, readSettings } from '../../lib/settings.ts';
import { anApp, instanceArn } from './synthesis.ts';

const settings = (context: Record<string, unknown>) => readSettings(anApp(context).node);

test('cdk.json alone deploys the stage dev', () => {
  expect(settings({})).toEqual({
    stage: 'dev',
    deferredStatusCode: 400,
    throttle: 1000,
    alarmTopicArn: undefined,
    connectInstanceArns: [],
  });
});

test('values of the command line, which are text, are understood', () => {
  const alarmTopicArn = 'arn:aws:sns:eu-central-1:123456789012:on-call';
  const connectInstanceArns = `${instanceArn('a')},${instanceArn('b')},${instanceArn('a')}`;
  expect(
    settings({ stage: 'prod', deferredStatusCode: '200', throttle: '50', alarmTopicArn, connectInstanceArns }),
  ).toEqual({
    stage: 'prod',
    deferredStatusCode: 200,
    throttle: 50,
    alarmTopicArn,
    connectInstanceArns: [instanceArn('a'), instanceArn('b')],
  });
});

test.each([
  ['stage', 'Prod', 'a lower-case letter and up to 19 more'],
  ['stage', '', 'a lower-case letter and up to 19 more'],
  ['stage', 'a'.repeat(21), 'a lower-case letter and up to 19 more'],
  ['deferredStatusCode', '409', '400 or 200, got "409"'],
  ['deferredStatusCode', true, '400 or 200, got true'],
  ['throttle', '0', 'a whole number of requests per second from 1 to 10000, got "0"'],
  ['throttle', '12.5', 'a whole number of requests per second from 1 to 10000, got "12.5"'],
  ['throttle', 10_001, 'a whole number of requests per second from 1 to 10000, got 10001'],
  ['alarmTopicArn', 'on-call', 'the ARN of an SNS topic'],
  ['connectInstanceArns', '', 'a list of ARNs of Amazon Connect instances'],
  ['connectInstanceArns', '*', 'a list of ARNs of Amazon Connect instances'],
  ['connectInstanceArns', [instanceArn('a'), `${instanceArn('b')}/contact-flow/*`], 'a list of ARNs of Amazon Connect'],
  ['connectInstanceArns', { a: instanceArn('a') }, 'a list of ARNs of Amazon Connect instances'],
  ['connectInstanceArns', [instanceArn('a').replace(':123456789012:', '::')], 'a list of ARNs of Amazon Connect'],
])('the context value %s cannot be %j', (name, value, right) => {
  expect(() => settings({ [name]: value })).toThrow(`Context value ${name} must be ${right}`);
});

test('every wrong value is named in one error', () => {
  expect(() => readSettings(new App().node)).toThrow(/stage .*got nothing\n.*deferredStatusCode .*\n.*throttle /);
});

test('only the stage dev gives its data away', () => {
  expect(['dev', 'test', 'prod', 'developer'].map(keepsData)).toEqual([false, true, true, true]);
});
