import type { ConflictKind, Problem } from '../http.ts';

type Kind = Problem['type'] | ConflictKind;

/** What the page of problems says of one kind. */
interface ProblemType {
  /** The anchor on the page. It never changes. */
  readonly name: string;
  /** The status phrase of RFC 9110. */
  readonly title: string;
  readonly meaning: string;
  readonly whatToDo: string;
}

/** Every kind of problem in the own API. */
export const problemTypes = {
  badInput: {
    name: 'bad-input',
    title: 'Bad Request',
    meaning:
      'Something in the request is not as it must be. Nothing was done. errors lists every fault with its place.',
    whatToDo:
      'Correct what errors names, all at once, and send the request again. Repeating it unchanged does not help.',
  },
  unauthenticated: {
    name: 'unauthenticated',
    title: 'Unauthorized',
    meaning: 'The request has no valid API key or token. An unknown key and a wrong secret look the same.',
    whatToDo: 'Send keyId:secret as HTTP Basic, or a token of the issuer that the deployment accepts as Bearer.',
  },
  forbidden: {
    name: 'forbidden',
    title: 'Forbidden',
    meaning: 'The caller is known but may not do this: a scope is missing, or the caller is limited to some teams.',
    whatToDo: 'Use a key or a token with the scope that detail names.',
  },
  notFound: {
    name: 'not-found',
    title: 'Not Found',
    meaning: 'There is no such path, or nothing with this id in your instance and in the teams that you may see.',
    whatToDo: 'Compare the path with the document of the API, and the id with a list.',
  },
  conflict: {
    name: 'conflict',
    title: 'Conflict',
    meaning: 'The request is right but does not fit what is there now, for example an agent who is already signed in.',
    whatToDo: 'detail says what stands in the way and how to remove it. Further members say more, such as ended.',
  },
  everybody: {
    name: 'everybody',
    title: 'Conflict',
    meaning:
      'The forced logout would log out everybody who is signed in. Nothing was done. found is how many that are.',
    whatToDo: 'If everybody is meant, send confirmEveryone: true. If not, select fewer.',
  },
  tooManyAgents: {
    name: 'too-many-agents',
    title: 'Conflict',
    meaning: 'The forced logout would log out more agents than its maximumAgents. Nothing was done. found is how many.',
    whatToDo: 'Look at who is meant, and select fewer or allow more.',
  },
  tooFewRemaining: {
    name: 'too-few-remaining',
    title: 'Conflict',
    meaning:
      'The forced logout would leave fewer agents of a team signed in than its minimumRemaining. Nothing was done. teams has the counts.',
    whatToDo: 'Leave agents of these teams out, or allow fewer to remain.',
  },
  notCounted: {
    name: 'not-counted',
    title: 'Conflict',
    meaning: 'The agents of the forced logout are too many to be counted while you wait. Nothing was done.',
    whatToDo: 'Select fewer at a time, or leave maximumAgents and minimumRemaining out.',
  },
  tooLarge: {
    name: 'too-large',
    title: 'Content Too Large',
    meaning: 'The body has more bytes than are read.',
    whatToDo: 'Send several smaller requests. detail has the limit.',
  },
  notJsonContent: {
    name: 'not-json',
    title: 'Unsupported Media Type',
    meaning: 'The body is said to be something else than JSON in UTF-8, or it is compressed.',
    whatToDo: 'Send the body as it is, with the header content-type: application/json.',
  },
  tooManyRequests: {
    name: 'too-many-requests',
    title: 'Too Many Requests',
    meaning: 'You ask too often. RateLimit-Policy and RateLimit say how often you may. Nothing was done.',
    whatToDo: 'Send the same request again after the seconds of Retry-After.',
  },
  contended: {
    name: 'contended',
    title: 'Service Unavailable',
    meaning: 'Several requests change the same agent, job or chat at this moment, and yours did not get its turn.',
    whatToDo: 'Send the same request again after the seconds of Retry-After, and some more at random.',
  },
  unavailable: {
    name: 'unavailable',
    title: 'Service Unavailable',
    meaning: 'Something that the request needs does not respond at this moment, or refuses Lastcall. detail says what.',
    whatToDo:
      'Send the same request again after the seconds of Retry-After. If detail names the log, tell an operator.',
  },
  internal: {
    name: 'internal',
    title: 'Internal Server Error',
    meaning: 'Something went wrong in Lastcall. Part of the request may have been done.',
    whatToDo: 'Send the same request again. If it stays so, report requestId: the log has the cause under it.',
  },
} as const satisfies Record<Kind, ProblemType>;

/** Where the page of problems is. */
const problemsPath = '/docs/problems';

/**
 * The URI of a kind of problem. It is relative, so that it is the same for every deployment, and leads to the page that the
 * deployment itself serves (docs/decisions/0044).
 */
export const problemUri = (type: Kind) => `${problemsPath}#${problemTypes[type].name}`;

/** Every URI that a problem can have. */
export const problemUris = (Object.keys(problemTypes) as readonly Kind[]).map(problemUri);

/** The page that the URIs lead to. */
export const problemsPage = (): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Problems of the Lastcall API</title>
</head>
<body>
<h1>Problems of the Lastcall API</h1>
<p>What is refused is answered as application/problem+json (RFC 9457). Its type leads to a section of this page.</p>
${Object.values(problemTypes).map(section).join('\n')}
</body>
</html>
`;

const section = ({ name, title, meaning, whatToDo }: ProblemType) => `<h2 id="${name}">${name}: ${title}</h2>
<p>${meaning}</p>
<p>${whatToDo}</p>`;
