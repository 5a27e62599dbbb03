import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { makeDocumentClient } from '#adapters/dynamodb/document-client.ts';

/** The one DynamoDB client of a function. */
export const dynamodb = makeDocumentClient(new DynamoDBClient());
