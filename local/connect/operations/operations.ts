import { contactOperations } from './contacts.ts';
import type { Operation } from './operation.ts';
import { userDataOperations } from './user-data.ts';
import { userStatusOperations } from './user-status.ts';

/** Every operation that the stand-in has, by name. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  [...userStatusOperations, ...userDataOperations, ...contactOperations].map((operation) => [
    operation.name,
    operation,
  ]),
);
