import * as z from 'zod/mini';
import type { Participant } from '#core/chats/chat.ts';
import { participantRole } from '../../chat-fact-shape.ts';

/** A participant but for the id, which is the name under which this lies in the chat's map. Short names: see `chatItem`. */
const participantShape = z.object({
  /** Place in the order of joining, which a map does not keep. */
  no: z.number(),
  ro: participantRole,
  nm: z.string(),
  ag: z.exactOptional(z.string()),
  jo: z.number(),
  /** When the participant left. */
  le: z.exactOptional(z.number()),
  /** Silent since, last wrote at, and idle at. */
  ss: z.number(),
  sa: z.exactOptional(z.number()),
  ia: z.exactOptional(z.number()),
  /** Open connections with the instant they opened at, and since when there is none. */
  co: z.exactOptional(z.readonly(z.array(z.tuple([z.string(), z.number()])))),
  go: z.exactOptional(z.number()),
});
type ParticipantRecord = z.output<typeof participantShape>;

/** Participants by id, so that a message can address its own. The ids are UUIDs; a map does not take any text as a name. */
export const participantsShape = z.record(z.string(), participantShape);
type ParticipantRecords = z.output<typeof participantsShape>;

export const toParticipantRecords = (participants: readonly Participant[]): ParticipantRecords =>
  Object.fromEntries(participants.map((participant, no) => [participant.participantId, toRecord(participant, no)]));

export const fromParticipantRecords = (records: ParticipantRecords): Participant[] =>
  Object.entries(records)
    .toSorted(([, a], [, b]) => a.no - b.no)
    .map(([participantId, record]) => fromRecord(participantId, record));

const toRecord = (participant: Participant, no: number): ParticipantRecord => ({
  no,
  ro: participant.role,
  nm: participant.displayName,
  ...(participant.agentId !== undefined && { ag: participant.agentId }),
  jo: participant.joinedAt,
  ...(participant.leftAt !== undefined && { le: participant.leftAt }),
  ss: participant.silentSince,
  ...(participant.spokeAt !== undefined && { sa: participant.spokeAt }),
  ...(participant.idleAt !== undefined && { ia: participant.idleAt }),
  ...(participant.connections.length > 0 && {
    co: participant.connections.map(({ connectionId, openedAt }) => [connectionId, openedAt]),
  }),
  ...(participant.goneSince !== undefined && { go: participant.goneSince }),
});

const fromRecord = (participantId: string, record: ParticipantRecord): Participant => ({
  participantId,
  role: record.ro,
  displayName: record.nm,
  ...(record.ag !== undefined && { agentId: record.ag }),
  joinedAt: record.jo,
  ...(record.le !== undefined && { leftAt: record.le }),
  silentSince: record.ss,
  ...(record.sa !== undefined && { spokeAt: record.sa }),
  ...(record.ia !== undefined && { idleAt: record.ia }),
  connections: record.co?.map(([connectionId, openedAt]) => ({ connectionId, openedAt })) ?? [],
  ...(record.go !== undefined && { goneSince: record.go }),
});
