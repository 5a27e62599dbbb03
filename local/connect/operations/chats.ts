import type {
  StartContactStreamingRequest,
  StopContactStreamingRequest,
  UpdateParticipantRoleConfigRequest,
} from '@aws-sdk/client-connect';
import { BadRequest, ConnectError, notAllowed, notFound } from '../connect-error.ts';
import type { Contact } from '../state/contact.ts';
import type { ConnectInstance } from '../state/instance.ts';
import { ClientTokens } from './client-tokens.ts';
import { contactOf } from './find.ts';
import { type Operation, operation } from './operation.ts';

/** A chat may be streamed to so many topics. */
const mostStreams = 2;

const streamTokens = new ClientTokens('InvalidRequestException');

const updateParticipantRoleConfig = operation<UpdateParticipantRoleConfigRequest>('UpdateParticipantRoleConfig', {
  resources: ({ arns }, { ContactId }) => [arns.instance, arns.of('contact', ContactId)],
  run: (instance, { ContactId, ChannelConfiguration }) => {
    const contact = liveChat(instance, ContactId);
    const timers = { ...contact.timers };
    const seen = new Set<string>();
    for (const { ParticipantRole, TimerType, TimerValue } of ChannelConfiguration.Chat?.ParticipantTimerConfigList ??
      []) {
      const timer = `${ParticipantRole} ${TimerType}`;
      if (seen.has(timer)) throw new BadRequest(`Timer ${timer} is given twice`);
      seen.add(timer);
      const minutes = TimerValue.ParticipantTimerDurationInMinutes;
      if (minutes === undefined) delete timers[timer];
      else timers[timer] = minutes;
    }
    // While an agent is connected this is for the next one.
    instance.saveContact({ ...contact, timers });
    return {};
  },
});

const startContactStreaming = operation<StartContactStreamingRequest>('StartContactStreaming', {
  run: (instance, input) => {
    const { ContactId, ClientToken, ChatStreamingConfiguration } = input;
    const contact = liveChat(instance, ContactId);
    return streamTokens.once(instance, ClientToken, input, () => {
      return { StreamingId: stream(instance, contact, ChatStreamingConfiguration.StreamingEndpointArn) };
    });
  },
});

function stream(instance: ConnectInstance, contact: Contact, endpointArn: string): string {
  const topic = /^arn:aws[\w-]*:sns:([a-z0-9-]+):\d{12}:[\w-]{1,256}$/.exec(endpointArn);
  if (topic === null) throw new BadRequest(`Not a standard SNS topic: ${endpointArn}`);
  if (topic[1] !== instance.region) throw new BadRequest(`The topic must be in ${instance.region}`);
  if (Object.keys(contact.streams).length >= mostStreams)
    throw new ConnectError('LimitExceededException', `A contact is streamed to ${mostStreams} topics at most`);
  const streamingId = instance.random.uuid();
  instance.saveContact({ ...contact, streams: { ...contact.streams, [streamingId]: endpointArn } });
  return streamingId;
}

const stopContactStreaming = operation<StopContactStreamingRequest>('StopContactStreaming', {
  run: (instance, { ContactId, StreamingId }) => {
    const contact = contactOf(instance, ContactId);
    const { [StreamingId]: stopped, ...streams } = contact.streams;
    if (stopped === undefined) throw notFound('Streaming', StreamingId);
    instance.saveContact({ ...contact, streams });
    return {};
  },
});

function liveChat(instance: ConnectInstance, contactId: string): Contact {
  const contact = contactOf(instance, contactId);
  if (contact.channel !== 'CHAT') throw notAllowed(`Contact ${contactId} is a ${contact.channel}, not a chat`);
  if (contact.disconnectedAt !== undefined) throw notAllowed(`Chat ${contactId} has ended`);
  return contact;
}

/** Participant timers and message streaming. */
export const chatOperations: readonly Operation[] = [
  updateParticipantRoleConfig,
  startContactStreaming,
  stopContactStreaming,
];
