import { expect, test } from '@jest/globals';
import { accessOfFunctions } from '#test/support/access-of-functions.ts';
import { accessOf } from './grants-of.ts';
import { deployedStacks, fileOf, functionsOf } from './templates.ts';

const { service } = deployedStacks();

test.each(accessOfFunctions)(
  '%s may do what it needs on tables, %j, beyond them, %j, and has variables that say where',
  (file, tables, beyond, variables) => {
    expect(accessOf(service, file)).toEqual({
      tables: tables.toSorted(),
      beyond: beyond.toSorted(),
      variables: variables.toSorted(),
    });
  },
);

test('the access of every function is listed', () => {
  const listed = accessOfFunctions.map(([file]) => file);
  expect(listed.sort()).toEqual(functionsOf(service).map(fileOf).sort());
});
