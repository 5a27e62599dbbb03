import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { makeSecretHash, newApiKeys } from '#adapters/crypto/secret-hash.ts';
import { makeDynamoApiKeyStore } from '#adapters/dynamodb/api-keys.ts';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';
import { KeyExistsError, type Scope, scopes } from '#core/access/access.ts';
import { inForm, messageOf, runCommand, UsageFault } from './command.ts';

const usage = `npm run api-key -- --table TABLE --instance ID --scopes a,b [--key ID]

Makes an API key and prints it with its secret, which is kept nowhere else.
  --table TABLE    the keys table, as the output KeysTableName of the state stack has it
  --instance ID    the contact centre the key is for: letters, digits, . _ -
  --scopes a,b     what it may do, of ${scopes.join(', ')}
  --key ID         its id; a random one if left out
AWS credentials and region are taken from the environment, as the AWS CLI does.`;

function readArguments() {
  const { values } = parseArgs({
    options: {
      table: { type: 'string' },
      instance: { type: 'string' },
      scopes: { type: 'string', default: '' },
      key: { type: 'string', default: newApiKeys.id() },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    table: inForm('--table', values.table, /^[\w.-]{3,255}$/, 'the name of a DynamoDB table'),
    instanceId: inForm('--instance', values.instance, /^[\w.-]{1,100}$/, '1 to 100 letters, digits, dots, _ and -'),
    keyId: inForm('--key', values.key, /^[\w.-]{1,64}$/, '1 to 64 letters, digits, dots, _ and -'),
    scopes: values.scopes.split(',').map((text) => scopeOf(text.trim())),
  };
}

function scopeOf(text: string): Scope {
  const scope = scopes.find((known) => known === text);
  if (scope === undefined) throw new UsageFault(`--scopes must be of ${scopes.join(', ')}, got ${text || 'nothing'}`);
  return scope;
}

await runCommand({
  usage,
  read: readArguments,
  async run({ table, keyId, ...key }) {
    const secret = newApiKeys.secret();
    const keys = makeDynamoApiKeyStore({ client: makeDocumentClient(new DynamoDBClient()), tableName: table });
    await keys.add({ ...key, keyId, secretHash: makeSecretHash().hash(secret) });
    console.log(`${keyId}:${secret}`);
    return true;
  },
  sentenceOf: (error) =>
    error instanceof KeyExistsError ? 'There is a key of that id already: choose another --key' : messageOf(error),
});
