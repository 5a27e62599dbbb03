import { configureTimers } from '#core/chats/configure-timers.ts';
import { connect } from '#dialects/connect-timers/problem.ts';
import { parseUpdateRoleConfig, renderUpdateRoleConfig } from '#dialects/connect-timers/role-config.ts';
import { commitChat } from '#runtime/compose/commit-chat.ts';
import { limited } from '#runtime/compose/limited.ts';
import { http } from '#runtime/http.ts';

/** `PUT /contact/participant-role-config/{InstanceId}/{ContactId}`: UpdateParticipantRoleConfig of Amazon Connect. */
export const handler = http(
  connect,
  limited(async (request) => {
    const [key, changes] = parseUpdateRoleConfig(request);
    return renderUpdateRoleConfig(await commitChat(key, (chat) => configureTimers(chat, changes), 'caller'));
  }),
);
