/**
 * Joins questions that are asked at about the same time: those of a moment become one call, in the order in which they were
 * asked, at most so many at once.
 */
export function batched<Key, Answer>({
  most,
  ask,
  moment,
  isOfOne = () => false,
}: {
  readonly most: number;
  readonly ask: (keys: readonly Key[]) => Promise<readonly Answer[]>;
  /** Waits for others who ask. */
  readonly moment: () => Promise<unknown>;
  /** Whether one of the keys may be the reason of a fault: then the others are asked without it. @default - never */
  readonly isOfOne?: (error: unknown) => boolean;
}): (key: Key) => Promise<Answer> {
  interface Question {
    readonly key: Key;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Question[] = [];

  async function answer(questions: readonly Question[]): Promise<void> {
    try {
      const answers = await ask(questions.map(({ key }) => key));
      questions.forEach(({ resolve, reject }, place) => {
        const found = answers[place];
        if (found === undefined) reject(new Error('A question of a batch has no answer'));
        else resolve(found);
      });
    } catch (error) {
      if (questions.length === 1 || !isOfOne(error)) {
        for (const { reject } of questions) reject(error);
        return;
      }
      const middle = Math.ceil(questions.length / 2);
      await Promise.all([answer(questions.slice(0, middle)), answer(questions.slice(middle))]);
    }
  }

  async function askSoon(): Promise<void> {
    await moment();
    const questions = waiting;
    waiting = [];
    for (let start = 0; start < questions.length; start += most) void answer(questions.slice(start, start + most));
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (waiting.length === 1) void askSoon();
    });
}
