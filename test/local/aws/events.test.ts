import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from '@jest/globals';
import { credentials } from '../../../local/aws/account.ts';
import type { LocalRun } from '../../../local/aws/start-app.ts';
import { aFolder } from '../../support/a-folder.ts';
import { eventually } from '../../support/eventually.ts';
import { aFunction, anAssembly } from './an-assembly.ts';
import { aRun } from './runs.ts';

const note = `
import { appendFileSync } from 'node:fs';
export const handler = async (event) => appendFileSync(process.env.NOTES, JSON.stringify(event) + '\\n');`;

const bus = { EventBusName: { Ref: 'Bus' } };
const aRule = (pattern: object, target: object) => ({
  Type: 'AWS::Events::Rule',
  Properties: { ...bus, EventPattern: pattern, State: 'ENABLED', Targets: [{ Id: 'Target0', Arn: target }] },
});
const aBusApp = (notes: string) =>
  anAssembly(
    {
      S: {
        Resources: {
          Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'centre' } },
          Audit: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/lastcall/audit', RetentionInDays: 30 } },
          All: aRule(
            { source: [{ prefix: '' }] },
            {
              'Fn::Join': [
                '',
                [
                  'arn:aws:logs:',
                  { Ref: 'AWS::Region' },
                  ':',
                  { Ref: 'AWS::AccountId' },
                  ':log-group:',
                  { Ref: 'Audit' },
                ],
              ],
            },
          ),
          Some: aRule({ detail: { cause: ['forced'] } }, { 'Fn::GetAtt': ['Work', 'Arn'] }),
          Every: {
            Type: 'AWS::Events::Rule',
            Properties: {
              ScheduleExpression: 'rate(2 minutes)',
              Targets: [{ Id: 'T', Arn: { 'Fn::GetAtt': ['Work', 'Arn'] } }],
            },
          },
          Work: aFunction('note', { NOTES: notes }),
        },
      },
    },
    { note },
  );

const send = (run: LocalRun, Entries: PutEventsRequestEntry[]) =>
  new EventBridgeClient({ region: 'us-east-1', credentials, endpoint: run.addresses.events }).send(
    new PutEventsCommand({ Entries }),
  );
const events = (file: string) =>
  readFileSync(file, { encoding: 'utf8', flag: 'a+' })
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('the event bus', () => {
  test('sends each event to the targets of the rules that match it, in the documented envelope', async () => {
    const [notes, folder] = [join(aFolder(), 'notes'), aFolder()];
    const run = await aRun(aBusApp(notes), { folder });
    const entry = { EventBusName: 'centre', Source: 'lastcall', DetailType: 'AgentSignedOut' };
    const sent = await send(run, [
      { ...entry, Detail: '{"cause":"forced"}' },
      { ...entry, Detail: '{"cause":"own"}', Resources: ['r'] },
    ]);
    expect(sent.FailedEntryCount).toBe(0);
    const [delivered] = await eventually(() => (events(notes).length === 1 ? events(notes) : undefined));
    expect(delivered).toEqual({
      version: '0',
      id: sent.Entries?.[0]?.EventId,
      'detail-type': 'AgentSignedOut',
      source: 'lastcall',
      account: '000000000000',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'us-east-1',
      resources: [],
      detail: { cause: 'forced' },
    });
    const audit = events(join(folder, 'logs/lastcall/audit.log'));
    expect(audit.map(({ detail }) => detail.cause)).toEqual(['forced', 'own']);
  });

  test('refuses invalid entries and accepts the others', async () => {
    const run = await aRun(aBusApp(join(aFolder(), 'notes')));
    const entry = { EventBusName: 'centre', Source: 's', DetailType: 'd', Detail: '{}' };
    const answer = await send(run, [
      entry,
      { ...entry, Detail: '[1' },
      { ...entry, EventBusName: 'other' },
      { ...entry, Source: '' },
    ]);
    expect(answer.FailedEntryCount).toBe(3);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'InvalidArgument',
      'InvalidArgument',
    ]);
  });

  test('a scheduled rule fires at its rate in virtual time', async () => {
    const notes = join(aFolder(), 'notes');
    await aRun(aBusApp(notes), { speed: 1200 });
    const [first, second] = await eventually(() => (events(notes).length > 1 ? events(notes) : undefined));
    expect(first).toMatchObject({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} });
    expect(Date.parse(second.time) - Date.parse(first.time)).toBeGreaterThanOrEqual(110_000);
  });
});
