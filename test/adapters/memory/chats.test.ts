import { describe } from '@jest/globals';
import { makeMemoryAlarmBuckets } from '#adapters/memory/alarm-buckets.ts';
import { makeMemoryChatStore } from '#adapters/memory/chat-store.ts';
import { alarmBucketsContract } from '../../contracts/alarm-buckets.contract.ts';
import { chatStoreContract } from '../../contracts/chat-store.contract.ts';

describe('a chat store in memory', () => chatStoreContract(async () => makeMemoryChatStore()));

describe('alarm buckets in memory', () => alarmBucketsContract(async () => makeMemoryAlarmBuckets()));
