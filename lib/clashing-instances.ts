import { Arn, ArnFormat } from 'aws-cdk-lib';
import type { NamedInstance } from './driven-instances.ts';
import { mostInstances } from './setting-values.ts';

export interface ChosenInstances {
  readonly amazonConnectArns: readonly string[];
  readonly amazonConnectInstances: readonly NamedInstance[];
  readonly amazonConnectPollSeconds?: number | undefined;
  readonly amazonConnectAgentEventStreamArns: readonly string[];
  readonly amazonConnectAgentEventStreamKeyArns: readonly string[];
  readonly amazonConnectNewAgentEventStream: readonly string[];
  readonly amazonConnectContactEvents: boolean;
}

/** The region of a resource. */
export const regionOf = (arn: string | undefined) => arn && Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME).region;

/** Whoever is driven, by whichever setting. */
export const drivenArns = ({
  amazonConnectArns,
  amazonConnectInstances,
}: Pick<ChosenInstances, 'amazonConnectArns' | 'amazonConnectInstances'>): readonly string[] => [
  ...amazonConnectArns,
  ...amazonConnectInstances.map(({ arn }) => arn),
];

/** A sentence for each thing that is wrong with driven instances and their events, though each setting is right by itself. */
export function clashesOfInstances(chosen: ChosenInstances, home: string | undefined): string[] {
  const driven = drivenArns(chosen);
  const twice = chosen.amazonConnectArns.filter((arn) =>
    chosen.amazonConnectInstances.some((named) => named.arn === arn),
  );
  if (twice.length > 0) {
    return twice.map((arn) => `${arn} is in amazonConnectArns and in amazonConnectInstances: leave it out of one`);
  }
  if (driven.length > mostInstances) {
    return [
      `amazonConnectArns and amazonConnectInstances may name ${mostInstances} instances together, got ${driven.length}`,
    ];
  }
  return [...clashesOfEvents(chosen, driven), ...clashesOfStreams(chosen, home ?? regionOf(driven[0]))];
}

function clashesOfEvents(chosen: ChosenInstances, driven: readonly string[]): string[] {
  const { amazonConnectAgentEventStreamArns: streams, amazonConnectNewAgentEventStream: withNew } = chosen;
  if (driven.length === 0) {
    const named = [
      ...(streams.length > 0 ? ['amazonConnectAgentEventStreamArns'] : []),
      ...(withNew.length > 0 ? ['amazonConnectNewAgentEventStream'] : []),
      ...(chosen.amazonConnectContactEvents ? ['amazonConnectContactEvents'] : []),
    ];
    if (named.length > 0) {
      return named.map(
        (name) => `${name} are for instances that are driven: set amazonConnectArns too, or leave them out`,
      );
    }
  }
  const seldom = [
    ...((chosen.amazonConnectPollSeconds ?? 0) > 60 ? ['amazonConnectPollSeconds'] : []),
    ...chosen.amazonConnectInstances
      .filter(({ pollSeconds }) => (pollSeconds ?? 0) > 60)
      .map(({ arn }) => `pollSeconds of ${arn}`),
  ];
  if (streams.length + withNew.length === 0) {
    return seldom.map(
      (name) => `${name} may be above 60 with agent events only: set amazonConnectAgentEventStreamArns too`,
    );
  }
  return withNew
    .filter((arn) => !driven.includes(arn))
    .map(
      (arn) =>
        `${arn} of amazonConnectNewAgentEventStream is not driven: name it in amazonConnectArns or amazonConnectInstances, too`,
    );
}

function clashesOfStreams(chosen: ChosenInstances, region: string | undefined): string[] {
  const { amazonConnectAgentEventStreamArns: streams, amazonConnectAgentEventStreamKeyArns: keys } = chosen;
  if (keys.length > 0 && streams.length === 0) {
    return [
      'amazonConnectAgentEventStreamKeyArns are for streams that exist: set amazonConnectAgentEventStreamArns too, or leave them out',
    ];
  }
  const elsewhere = (arn: string) => regionOf(arn) !== region;
  return [
    ...streams
      .filter(elsewhere)
      .map((arn) => `The stream ${arn} must be in ${region}, where the functions are that read it`),
    ...keys.filter(elsewhere).map((arn) => `The key ${arn} must be in ${region}, where the stream is that it encrypts`),
  ];
}
