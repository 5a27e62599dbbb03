import { makePasswordHash } from '#adapters/crypto/password-hash.ts';
import { makeSessionSecrets } from '#adapters/crypto/secret-hash.ts';
import { makeDynamoAgentPasswords } from '#adapters/dynamodb/access.ts';
import { makeDynamoAgentErasure } from '#adapters/dynamodb/agent-erasure.ts';
import { makeDynamoAgentDirectory } from '#adapters/dynamodb/agents-directory.ts';
import { makeDynamoAgentStore } from '#adapters/dynamodb/agents-store.ts';
import { makeDynamoPasswordGuesses } from '#adapters/dynamodb/password-guesses.ts';
import { makeDynamoAgentSettings, makeDynamoSecurityProfiles } from '#adapters/dynamodb/settings.ts';
import { makeDynamoTeamRules } from '#adapters/dynamodb/team-rules.ts';
import { backends } from '#backends';
import { makeAgentClientUseCases } from '#core/agent-clients/use-cases.ts';
import { makeAgentUseCases } from '#core/agents/use-cases.ts';
import { makeSessionRightsUseCases } from '#core/session-rights/use-cases.ts';
import { frameOfAgentEvent } from '#dialects/native/desktops.ts';
import { report } from '../observe.ts';
import { access, admitComparison, crowdedOutUntil, heldPolls, tokens } from './access.ts';
import { clock, ids, pauses } from './clock.ts';
import { table } from './dynamodb.ts';
import { bus, nearWakeUps, sockets, socketUrl } from './messaging.ts';

const store = makeDynamoAgentStore(table('AGENTS_TABLE'));
export const directory = makeDynamoAgentDirectory(table('AGENTS_TABLE'), { clock, report });

export const agents = makeAgentUseCases({
  agents: store,
  directory,
  agentSettings: makeDynamoAgentSettings(table('SETTINGS_TABLE')),
  teamRules: makeDynamoTeamRules(table('SETTINGS_TABLE'), report),
  erasure: makeDynamoAgentErasure({
    agents: table('AGENTS_TABLE'),
    keys: table('KEYS_TABLE'),
    limits: table('LIMITS_TABLE'),
  }),
  backends,
  bus,
  wakeUps: nearWakeUps,
  sockets,
  frameOfAgentEvent,
  crowdedOutUntil,
  clock,
  pauses,
  ids,
  report,
});

export const sessionRights = makeSessionRightsUseCases(
  {
    agents: store,
    profiles: makeDynamoSecurityProfiles(table('SETTINGS_TABLE')),
    tokens,
    admit: access.admit,
    clock,
    pauses,
    ids,
    report,
  },
  agents,
);

export const agentClients = makeAgentClientUseCases(
  {
    agents: store,
    passwords: makeDynamoAgentPasswords(table('KEYS_TABLE')),
    guesses: makeDynamoPasswordGuesses(table('LIMITS_TABLE')),
    passwordHash: makePasswordHash(),
    secrets: makeSessionSecrets(),
    tokens,
    admit: access.admit,
    admitComparison,
    heldPolls,
    sockets,
    socketUrl,
    clock,
    ids,
    report,
  },
  { ...agents, ...sessionRights },
);
