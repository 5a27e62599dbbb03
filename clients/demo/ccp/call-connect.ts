/** The login that Amazon Connect knew the agent by has ended. */
export class LoggedOut extends Error {
  override readonly name = 'LoggedOut';
}

/** Sends a request to the stand-in for Amazon Connect, which has the names and parameters of the real one. */
export const callConnect = (method: string, params: object, signal: AbortSignal | null = null): Promise<Response> =>
  fetch('api', { method: 'POST', body: JSON.stringify({ method, params }), signal });

/**
 * Asks Amazon Connect for something, and waits for it.
 *
 * @throws LoggedOut when there is no login any more
 */
export async function askConnect(
  method: string,
  params: object,
  signal: AbortSignal,
): Promise<ReturnType<typeof JSON.parse>> {
  const response = await callConnect(method, params, signal);
  if (response.status === 401) throw new LoggedOut(`Nobody is logged in who could ask for ${method}`);
  if (!response.ok) throw new Error(`${method} was answered with ${response.status}`);
  return response.json();
}
