import { makeDynamoChatStore } from '#adapters/dynamodb/chats/chat-store.ts';
import { env } from '../env.ts';
import { dynamodb } from './dynamodb.ts';

export const chats = makeDynamoChatStore({ client: dynamodb, tableName: env('CHATS_TABLE') });
