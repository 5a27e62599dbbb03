import { parsePutPassword, renderPutPassword } from '#dialects/native/agent-password.ts';
import { native } from '#dialects/native/problem.ts';
import { passwordHash, passwords } from '#runtime/compose/agent-passwords.ts';
import { http } from '#runtime/http.ts';

/** `PUT /v1/agents/{agentId}/password` */
export const handler = http(native, async (request) => {
  const [key, password] = parsePutPassword(request);
  await passwords.put(key, await passwordHash.hash(password));
  return renderPutPassword();
});
