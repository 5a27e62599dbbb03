/** The account and the region that every app runs in here. */
export const accountId = '000000000000';
export const region = 'us-east-1';
export const partition = 'aws';

/** The ARN of a resource of this account and region. */
export function arn(service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** The ARN of a resource of a service that has no regions, such as IAM. */
export function globalArn(service: string, resource: string): string {
  return `arn:${partition}:${service}::${accountId}:${resource}`;
}

/** Credentials of a caller that is no function of the app and may do everything. No emulator verifies a signature. */
export const credentials = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** The credentials of a function: its access key is its name, so that its role is found by a request's signature. */
export function functionCredentials(functionName: string): { accessKeyId: string; secretAccessKey: string } {
  return { ...credentials, accessKeyId: functionName };
}
