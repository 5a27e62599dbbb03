import { authorizer } from '#runtime/authorizer.ts';
import { authenticate } from '#runtime/compose/authenticate.ts';
import { passes } from '#runtime/compose/passes.ts';

/** The authorizer of every route. */
export const handler = authorizer({ authenticate, passes });
