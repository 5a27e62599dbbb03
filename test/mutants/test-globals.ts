export { jestExpect as expect } from '@jest/expect';
export { describe, test } from 'jest-circus';
