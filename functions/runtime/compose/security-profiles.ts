import { makeDynamoSecurityProfiles } from '#adapters/dynamodb/settings/security-profiles.ts';
import { env } from '../env.ts';
import { dynamodb } from './dynamodb.ts';

export const securityProfiles = makeDynamoSecurityProfiles({ client: dynamodb, tableName: env('SETTINGS_TABLE') });
