import * as z from 'zod/mini';
import { BackendError, type BackendFault } from '#core/backend-calls.ts';

/** What the SDK throws: a service's answer has a name and a status, a broken connection neither. */
const thrown = z.looseObject({
  name: z._default(z.string(), ''),
  message: z._default(z.string(), ''),
  $metadata: z._default(z.looseObject({ httpStatusCode: z.exactOptional(z.number()) }), {}),
});

/** A count of things and no rate: another attempt would find the same. */
const countsNoRate = 'LimitExceededException';

/** Errors that credentials meet with every operation (common errors of AWS). */
const ofCredentials = /Signature|Token|UnrecognizedClient/;

/**
 * The fault behind an error of the SDK: by its status first, because names differ between the service and the gateway in
 * front of it, and never by its message.
 */
export function faultOf(error: unknown): BackendFault {
  const { name, $metadata } = thrown.safeParse(error).data ?? { name: '', $metadata: {} };
  const status = $metadata.httpStatusCode;
  if (status === 429) return name === countsNoRate ? 'refused' : 'busy';
  if (status === 403) return 'denied';
  if (status === 404 || status === 410) return 'unknown';
  if (status !== undefined && status >= 400 && status < 500) return 'refused';
  return 'unavailable';
}

/** Whether a count was reached, such as the topics that a contact may be streamed to. */
export const isCountLimit = (error: unknown): boolean => thrown.safeParse(error).data?.name === countsNoRate;
/** Whether an error of the SDK says that the same was asked for before. */
export const isDuplicate = (error: unknown): boolean => thrown.safeParse(error).data?.$metadata.httpStatusCode === 409;

/** The error as callers of a backend know it. */
export function backendError(operation: string, error: unknown): BackendError {
  if (error instanceof BackendError) return error;
  const { name, message } = thrown.safeParse(error).data ?? { name: '', message: String(error) };
  const fault = faultOf(error);
  // Whoever reads the log has to know what to allow, whatever Amazon Connect writes.
  const missing =
    fault === 'denied' && !ofCredentials.test(name) ? `the permission connect:${operation} is missing: ` : '';
  const said = [name, message].filter(Boolean).join(': ');
  return new BackendError(fault, `Amazon Connect, ${operation}: ${missing}${said}`, error);
}
