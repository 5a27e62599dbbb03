import { authorizer } from '#runtime/authorizer.ts';
import { authenticate } from '#runtime/compose/authenticate.ts';

/** The authorizer of every route. */
export const handler = authorizer(authenticate);
