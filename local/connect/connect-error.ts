/** The errors of Amazon Connect that have one status each, by name. */
export const errorStatus = {
  InvalidParameterException: 400,
  InvalidRequestException: 400,
  InvalidActiveRegionException: 400,
  InvalidToken: 400,
  ServiceQuotaExceededException: 402,
  AccessDeniedException: 403,
  ExpiredTokenException: 403,
  InvalidSignatureException: 403,
  MissingAuthenticationTokenException: 403,
  UnrecognizedClientException: 403,
  ResourceNotFoundException: 404,
  ConflictException: 409,
  ResourceConflictException: 409,
  DuplicateResourceException: 409,
  IdempotencyException: 409,
  ContactNotFoundException: 410,
  LimitExceededException: 429,
  ThrottlingException: 429,
  TooManyRequestsException: 429,
  InternalServiceException: 500,
  /** Not Amazon Connect's: the stand-in does not have what was asked for. */
  NotInStandInException: 501,
} as const;

export type ErrorName = keyof typeof errorStatus;

/** A request that is refused. The server writes it as Amazon Connect does. */
export class ConnectError extends Error {
  override readonly name: ErrorName;

  constructor(name: ErrorName, message: string) {
    super(message);
    this.name = name;
  }
}

/** A request with a missing, malformed or unknown member. The name it gets depends on a switch. */
export class BadRequest extends Error {}

/** A 404 for something with this id. */
export function notFound(what: string, id: string): ConnectError {
  return new ConnectError('ResourceNotFoundException', `${what} not found: ${id}`);
}

/** A 400 for a request that is well formed and not allowed now. */
export function notAllowed(message: string): ConnectError {
  return new ConnectError('InvalidRequestException', message);
}
