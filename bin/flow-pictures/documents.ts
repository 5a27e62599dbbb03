import { flowModules } from '../../lib/flow-modules/catalogue.ts';
import { draw } from './draw.ts';

/** An account, a region and a stage for whoever imports a module by hand to replace. */
const exampleArn = (name: string) => `arn:aws:lambda:eu-central-1:111122223333:function:lastcall-prod-${name}`;

/** What docs/flows/ holds of the modules, by file name: their content, and a picture of it. */
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

/** As the formatter of this repository has it: lists of one text are not broken. */
const formatted = (content: object) => `${JSON.stringify(content, null, 2).replace(/\[\s+("[^"]*")\s+\]/g, '[$1]')}\n`;
