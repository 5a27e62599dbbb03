import { flowModules } from '../../lib/flow-modules/catalogue.ts';
import { draw } from './draw.ts';

/** An ARN whose account, region and stage are replaced by whoever imports a module by hand. */
const exampleArn = (name: string) => `arn:aws:lambda:eu-central-1:111122223333:function:lastcall-prod-${name}`;

/** The files of docs/flows/ by name: the content of each module, and a picture of it. */
export const flowDocuments = (): ReadonlyMap<string, string> =>
  new Map(
    flowModules.flatMap(({ name, description, contentOf }) => {
      const content = contentOf(exampleArn);
      return [
        [`${name}.json`, formatted(content)],
        [`${name}.svg`, draw(description, content)],
      ] as const;
    }),
  );

/** Formatted as the formatter of this repository does it: a list of one text stays on its line. */
const formatted = (content: object) => `${JSON.stringify(content, null, 2).replace(/\[\s+("[^"]*")\s+\]/g, '[$1]')}\n`;
