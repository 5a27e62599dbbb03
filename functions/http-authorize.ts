import { authorizer } from '#runtime/authorizer.ts';
import { access, tokens } from '#runtime/compose/access.ts';

/** The authorizer of routes for callers and participants. */
export const handler = authorizer({ authenticate: access.authenticate, tokens });
