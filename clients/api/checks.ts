// For callers whose types were not checked: what is wrong is named before anything is sent.

const shown = (value: unknown) => (typeof value === 'string' ? JSON.stringify(value) : String(value));

/** The address of the API without a slash at the end. @throws TypeError when it is none */
export function baseUrlOf(url: unknown): string {
  if (typeof url === 'string' && /^https?:\/\/[^?#]+$/i.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '');
  throw new TypeError(`url must be the address of the API, such as "https://api.example.com"; it is ${shown(url)}`);
}

/** @throws TypeError unless it is the id of a job */
export function checkJobId(jobId: unknown): void {
  if (typeof jobId === 'number' && Number.isSafeInteger(jobId) && jobId > 0) return;
  throw new TypeError(`jobId must be the number of a job, such as 7; it is ${shown(jobId)}`);
}

/** @throws TypeError when it is no path, or lacks a value for a name in it */
export function checkPath(path: unknown, values: unknown = {}): void {
  if (typeof path !== 'string' || !path.startsWith('/') || /\/\.{1,2}(\/|$)/.test(path)) {
    throw new TypeError(`path must be one of the API, such as "/v1/agents/{agentId}"; it is ${shown(path)}`);
  }
  if (typeof values !== 'object' || values === null) {
    throw new TypeError(`path of ${path} must be an object with the values of its names; it is ${shown(values)}`);
  }
  const named = new Map<string, unknown>(Object.entries(values));
  for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
    const value = named.get(name);
    // A browser and Node take an empty segment, and one or two dots, out of a URL: another path would be called.
    if (typeof value === 'string' ? !/^\.{0,2}$/.test(value) : Number.isFinite(value)) continue;
    throw new TypeError(`path.${name} of ${path} must be a text that names something; it is ${shown(value)}`);
  }
}
