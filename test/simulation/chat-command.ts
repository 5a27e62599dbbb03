import type { ChatKey } from '#core/chats/chat.ts';
import { type ChatSettings, defaultChatSettings } from '#core/chats/chat-settings.ts';
import type { FlowChange } from '#core/chats/flow-position.ts';
import type { Joining, StartChat } from '#core/chats/participation.ts';
import type { TimerChange } from '#core/chats/role-config.ts';
import type { ChatUseCases } from '#core/chats/use-cases.ts';

export type StartOptions = Pick<StartChat, 'disconnectFlow' | 'waitBlock'>;

/** What a caller or a client does. The customer's id is `customer`. */
export type ChatCommand =
  | { readonly type: 'start'; readonly options: StartOptions }
  | { readonly type: 'moveFlow'; readonly change: FlowChange }
  | { readonly type: 'configure'; readonly changes: readonly TimerChange[] }
  | { readonly type: 'join'; readonly participantId: string; readonly role: Joining['role'] }
  | { readonly type: 'leave' | 'write'; readonly participantId: string }
  | { readonly type: 'requestConnection'; readonly participantId: string; readonly goneMinutes?: number }
  | {
      readonly type: 'connect';
      readonly participantId: string;
      readonly connectionId: string;
      readonly goneMinutes?: number;
    }
  | { readonly type: 'disconnect'; readonly connectionId: string }
  | { readonly type: 'end' };

/** What changes a chat. */
export type ChatAction = ChatCommand | { readonly type: 'wakeUp' };

/** The settings of the instance at the time of an action. */
export const settingsAt = (action: ChatAction): ChatSettings => ({
  ...defaultChatSettings,
  customerGoneMinutes: ('goneMinutes' in action ? action.goneMinutes : undefined) ?? 'off',
});

/** Does what the API does. */
export async function execute(useCases: ChatUseCases, key: ChatKey, command: ChatCommand): Promise<unknown> {
  switch (command.type) {
    case 'start': {
      const customer = { participantId: 'customer', displayName: 'Customer' };
      return useCases.startChat(key, { customer, ...command.options });
    }
    case 'moveFlow':
      return useCases.moveFlow(key, command.change);
    case 'configure':
      return useCases.configureTimers(key, command.changes);
    case 'join': {
      const { participantId, role } = command;
      return useCases.joinChat(key, { participantId, displayName: participantId, role });
    }
    case 'leave':
      return useCases.leaveChat(key, command.participantId);
    case 'write':
      return useCases.recordActivity(key, command.participantId);
    case 'requestConnection': {
      const claims = { kind: 'participant', ...key, participantId: command.participantId } as const;
      return useCases.requestConnection(claims, { websocket: true, credentials: false });
    }
    case 'connect': {
      const { participantId, connectionId } = command;
      return useCases.connectParticipant({ ...key, participantId, connectionId }, 'welcome');
    }
    case 'disconnect': {
      const { connectionId } = command;
      return useCases.disconnectParticipant({ ...key, participantId: 'anybody', connectionId });
    }
    case 'end':
      return useCases.endChat(key);
  }
}
