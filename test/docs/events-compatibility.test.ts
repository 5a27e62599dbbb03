import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { previousRelease } from '../support/previous-release.ts';
import { schemaFaults } from './schema-changes.ts';

const published = (): ReturnType<typeof JSON.parse> => JSON.parse(readFileSync('docs/events.schema.json', 'utf8'));

test('what consumers of the previous release rely on has not changed', () => {
  expect(schemaFaults(previousRelease().eventsSchema(), published())).toEqual([]);
});

/** The schema after a change of it. */
function changed(change: (schema: ReturnType<typeof published>) => void): unknown {
  const schema = published();
  change(schema);
  return schema;
}

test.each([
  ['a type that is gone', changed(({ oneOf }) => oneOf.pop()), 'ChatEnded"} is gone'],
  [
    'a member that is gone',
    changed(({ $defs }) => delete $defs.AgentSignedOut.properties.cause),
    'AgentSignedOut.cause is gone',
  ],
  [
    'a member that is not required any more',
    changed(({ $defs }) => $defs.order.required.pop()),
    'AgentSignedOut.order.requestedBy is not required any more',
  ],
  [
    'a member of another type, in a part that events share',
    changed(({ $defs }) => Object.assign($defs.counts.properties.failed, { type: 'string' })),
    'LogoutJobCompleted.counts.failed: type has changed',
  ],
  [
    'an instant in another form',
    changed(({ $defs }) => delete $defs.instant.format),
    'ChatStarted.at: format has changed',
  ],
  [
    'another name',
    changed(({ $defs }) => Object.assign($defs.ChatEnded.properties.type, { const: 'Ended' })),
    'never "ChatEnded"',
  ],
  [
    'a word that is gone',
    changed(({ $defs }) => $defs.AgentSignedOut.properties.cause.enum.pop()),
    'AgentSignedOut.cause is never ',
  ],
])('%s is noticed', (_, schema, fault) => {
  expect(schemaFaults(published(), schema)).toContainEqual(expect.stringContaining(fault));
});

test('a new type, a new member and a new word are not in anybody’s way', () => {
  const later = changed((schema) => {
    schema.oneOf.push({ $ref: '#/$defs/AgentDozed' });
    schema.$defs.AgentDozed = { type: 'object' };
    schema.$defs.AgentSignedOut.properties.mood = { type: 'string' };
    schema.$defs.AgentSignedOut.properties.cause.enum.push('dozed');
    schema.$defs.ParticipantLeft.properties.cause = { enum: ['agentSignedOut', 'dozed'] };
  });
  expect(schemaFaults(published(), later)).toEqual([]);
});
