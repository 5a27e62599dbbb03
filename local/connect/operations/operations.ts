import { authenticationOperations } from './authentication-profiles.ts';
import { chatOperations } from './chats.ts';
import { contactOperations } from './contacts.ts';
import { instanceOperations } from './instances.ts';
import { notificationOperations } from './notifications.ts';
import type { Operation } from './operation.ts';
import { storageOperations } from './storage-configs.ts';
import { teamOperations } from './teams.ts';
import { userDataOperations } from './user-data.ts';
import { userStatusOperations } from './user-status.ts';
import { userOperations } from './users.ts';

/** Every operation that the stand-in has, by name. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  [
    ...userStatusOperations,
    ...userDataOperations,
    ...contactOperations,
    ...userOperations,
    ...teamOperations,
    ...chatOperations,
    ...notificationOperations,
    ...storageOperations,
    ...authenticationOperations,
    ...instanceOperations,
  ].map((operation) => [operation.name, operation]),
);
