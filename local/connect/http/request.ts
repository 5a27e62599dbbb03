/** A request as it arrives, whether over HTTP or from a client in the same process. */
export interface StandInRequest {
  readonly method: string;
  /** The path, still percent-encoded, without the query string. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** The answer to it. */
export interface StandInAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
