import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * The credentials of a function: Lambda puts them into its environment. This takes the place of the SDK's own chain in the
 * bundles, which also asks for profiles, sign-ins and metadata of machines, and is a seventh of a bundle.
 */
export const defaultProvider = fromEnv;
