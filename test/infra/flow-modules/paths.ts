import type { GrammarAction, GrammarModule } from './grammar.ts';

/** One action on a path through a module. */
interface Visit {
  readonly action: GrammarAction;
  /** Whether the latest function that was invoked before has answered, so that there is something in `$.External`. */
  readonly answered: boolean;
}

/** A path through a module: to its end, or to where it cannot continue. */
export interface Path {
  readonly visits: readonly Visit[];
  readonly end: 'returned' | { readonly missing: string } | { readonly circle: string };
}

interface Exit {
  readonly to: string;
  readonly answered: boolean;
}

/** Every path through a module from its start. */
export function pathsThrough({ StartAction, Actions }: GrammarModule): readonly Path[] {
  const from = (identifier: string, answered: boolean, visits: readonly Visit[]): readonly Path[] => {
    const action = Actions.find(({ Identifier }) => Identifier === identifier);
    if (action === undefined) return [{ visits, end: { missing: identifier } }];
    if (visits.some((each) => each.action === action)) return [{ visits, end: { circle: identifier } }];
    const here = [...visits, { action, answered }];
    const exits = exitsOf(action, answered);
    if (exits.length === 0) return [{ visits: here, end: 'returned' }];
    return exits.flatMap((exit) => from(exit.to, exit.answered, here));
  };
  return from(StartAction, false, []);
}

function exitsOf(action: GrammarAction, answered: boolean): readonly Exit[] {
  switch (action.Type) {
    case 'EndFlowModuleExecution':
      return [];
    case 'InvokeLambdaFunction': {
      const { NextAction, Errors } = action.Transitions;
      const asked = action.Parameters.InvocationType !== 'ASYNCHRONOUS';
      return [{ to: NextAction, answered: asked }, ...Errors.map((each) => ({ to: each.NextAction, answered: false }))];
    }
    case 'Compare':
    case 'UpdateContactAttributes': {
      const { NextAction, Errors, Conditions } = action.Transitions;
      return [NextAction, ...[...Errors, ...Conditions].map((each) => each.NextAction)].map((to) => ({ to, answered }));
    }
  }
}
