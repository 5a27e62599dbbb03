import { makeDynamoTranscript } from '#adapters/dynamodb/transcripts/transcript.ts';
import { env } from '../env.ts';
import { dynamodb } from './dynamodb.ts';

export const transcript = makeDynamoTranscript({ client: dynamodb, tableName: env('TRANSCRIPTS_TABLE') });
