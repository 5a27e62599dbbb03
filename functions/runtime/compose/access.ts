import { randomBytes } from 'node:crypto';
import { fingerprint, makeSecretHash, newApiKeys } from '#adapters/crypto/secret-hash.ts';
import { makeSignedTokens } from '#adapters/crypto/signed-tokens.ts';
import { makeDynamoKeyRings } from '#adapters/dynamodb/access.ts';
import { makeDynamoApiKeyStore } from '#adapters/dynamodb/api-keys.ts';
import { makeDynamoFloodMarks } from '#adapters/dynamodb/flood-marks.ts';
import { makeDynamoRateLimits } from '#adapters/dynamodb/rate-limits.ts';
import { makeUntil } from '#adapters/sqs/wake-ups.ts';
import { makeSigningKeys } from '#core/access/key-ring.ts';
import { comparisonLimit, makeAdmit } from '#core/access/rate-limit.ts';
import { makeCrowdedOutUntil, makeNoteRefusal } from '#core/access/refusals.ts';
import { makeAccessUseCases, makeApiKeyUseCases } from '#core/access/use-cases.ts';
import { type HeldPolls, heldPollOfSession, heldPollsLimit } from '#core/agent-clients/poll.ts';
import { authenticateToken } from '#identity';
import { env, envOrEmpty } from '../env.ts';
import { report } from '../observe.ts';
import { clock } from './clock.ts';
import { table } from './dynamodb.ts';

export const tokens = makeSignedTokens({
  keys: makeSigningKeys({
    rings: makeDynamoKeyRings(table('SIGNING_KEYS_TABLE')),
    random: () => randomBytes(32),
    clock,
    makes: () => envOrEmpty('MAKES_SIGNING_KEYS') !== '',
    report,
  }),
  clock,
});

export const keys = makeDynamoApiKeyStore(table('KEYS_TABLE'), report);
const secrets = makeSecretHash();

/** The keys of instances. */
export const apiKeys = makeApiKeyUseCases({ keys, secrets, newKeys: newApiKeys, clock });

export const access = {
  ...makeAccessUseCases({
    keys,
    secrets,
    limits: makeDynamoRateLimits(table('LIMITS_TABLE')),
    fingerprint,
    clock,
    report,
  }),
  authenticateToken,
};

const heldPollsMost = () => Number(envOrEmpty('HUAWEI_HELD_POLLS'));

/** Which polls of Huawei's clients are held. Only the function for these has the variable. */
export const heldPolls: HeldPolls = {
  ofSession: makeDynamoRateLimits(table('LIMITS_TABLE'), heldPollOfSession),
  ofAll: makeDynamoRateLimits(table('LIMITS_TABLE'), heldPollsLimit(heldPollsMost())),
  most: heldPollsMost,
  until: makeUntil({ clock }),
};

const floods = { marks: makeDynamoFloodMarks(table('LIMITS_TABLE')), clock, report };
export const noteRefusal = makeNoteRefusal({ ...floods, throttle: () => Number(env('THROTTLE')) });
export const crowdedOutUntil = makeCrowdedOutUntil(floods);

/** Counts the comparisons of passwords. */
export const admitComparison = makeAdmit({
  limits: makeDynamoRateLimits(table('LIMITS_TABLE'), comparisonLimit),
  clock,
  report,
});
