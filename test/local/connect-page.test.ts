import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

test.each(['connect-with-api-key.ts', 'connect-with-iam.ts'])(
  'docs/amazon-connect-chat-timeouts.md shows %s as it is tested',
  (file) => {
    const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
    expect(read('../../docs/amazon-connect-chat-timeouts.md')).toContain(`\`\`\`ts\n${read(file)}\`\`\`\n`);
  },
);
