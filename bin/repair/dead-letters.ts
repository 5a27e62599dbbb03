import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** How many letters there are of each kind. */
type Kinds = ReadonlyMap<string, number>;

/** What a look into a queue or a redrive has found. */
export interface Found {
  readonly kinds: Kinds;
  /** When the oldest of them was first sent to its queue; `undefined` if there are none. */
  readonly oldest: Date | undefined;
}

export interface LettersPorts {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly kindOf: (body: string) => string;
}

/**
 * How long letters stay invisible, and are left alone if the program ends early: in a look longer than it takes for a whole
 * queue, and else longer than ten letters take of which each invokes two functions.
 */
const [lookSeconds, redriveSeconds] = [900, 300];

/** A receive that waits asks every server of SQS, so one that comes back empty means that there is nothing left. */
const waitSeconds = 1;

/** Looks at the letters of a queue and leaves all of them where they are. */
export async function lookAt(ports: LettersPorts): Promise<Found> {
  const { sqs, queueUrl: QueueUrl } = ports;
  const found = new Map<string | undefined, Message>();
  for await (const letters of received(ports, lookSeconds)) {
    const unknown = letters.filter(({ MessageId }) => !found.has(MessageId));
    // The latest receipt is the one that makes a letter visible.
    for (const letter of letters) found.set(letter.MessageId, letter);
    // Letters that have become visible again: all have been seen, and the look would never end.
    if (unknown.length === 0) break;
  }
  const seen = [...found.values()];
  for (let from = 0; from < seen.length; from += 10) {
    const Entries = seen.slice(from, from + 10).map(({ ReceiptHandle }, n) => ({
      Id: String(n),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
  return foundIn(seen, ports.kindOf);
}

/**
 * Sends every letter of a queue back, and removes it only afterwards: if the program ends in between, a letter is sent
 * twice, and work that is delivered twice is done once. One that cannot be sent back stays where it is.
 *
 * @param sendBack - sends letters back, and returns those that were accepted
 */
export async function redrive(
  ports: LettersPorts,
  sendBack: (letters: readonly Message[]) => Promise<readonly Message[]>,
): Promise<{ readonly sent: Found; readonly left: Found }> {
  const { sqs, queueUrl: QueueUrl, kindOf } = ports;
  const [sent, left]: [Message[], Message[]] = [[], []];
  for await (const letters of received(ports, redriveSeconds)) {
    const accepted = await sendBack(letters);
    left.push(...letters.filter((letter) => !accepted.includes(letter)));
    sent.push(...accepted);
    if (accepted.length === 0) continue;
    const Entries = accepted.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
  return { sent: foundIn(sent, kindOf), left: foundIn(left, kindOf) };
}

/** The letters of a queue, ten at most at a time. One comes again only when it has been invisible for so many seconds. */
async function* received(
  { sqs, queueUrl: QueueUrl }: LettersPorts,
  VisibilityTimeout: number,
): AsyncGenerator<readonly Message[]> {
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['SentTimestamp', 'MessageGroupId'],
      }),
    );
    if (Messages.length === 0) return;
    yield Messages;
  }
}

function foundIn(letters: readonly Message[], kindOf: (body: string) => string): Found {
  const kinds = new Map<string, number>();
  for (const { Body = '' } of letters) {
    const kind = kindIn(Body, kindOf);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const instants = letters.map(({ Attributes }) => Number(Attributes?.SentTimestamp ?? Number.NaN));
  return { kinds, oldest: letters.length > 0 ? new Date(Math.min(...instants)) : undefined };
}

function kindIn(body: string, kindOf: (body: string) => string): string {
  try {
    return kindOf(body);
  } catch {
    return 'unreadable';
  }
}
