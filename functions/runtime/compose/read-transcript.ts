import { makeReadTranscript } from '#core/chats/read-transcript.ts';
import { chats } from './chats.ts';
import { clock } from './clock.ts';
import { transcript } from './transcript.ts';

export const readTranscript = makeReadTranscript({ chats, transcript, clock });
