/**
 * Joins questions that are asked at about the same time: those of a moment become one call, in the order in which they were
 * asked, at most so many at once.
 */
export function batched<Key, Answer>({
  most,
  ask,
  moment,
}: {
  readonly most: number;
  readonly ask: (keys: readonly Key[]) => Promise<readonly Answer[]>;
  /** Waits for others who ask. */
  readonly moment: () => Promise<unknown>;
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
      for (const { reject } of questions) reject(error);
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
