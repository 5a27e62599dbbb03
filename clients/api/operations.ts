/**
 * Every operation of the API: what a request may be, and what a success answers with. Made of the routes by
 * `npm run openapi`; the client and its callers read it, nobody writes it.
 */
export interface Operations {
  '/v1/agents/{agentId}': {
    put: { request: { path: { agentId: string }; body: { name: string; email: string; agentNumber: string; teamIds: (string)[]; securityProfileId?: string; protected?: boolean } }; answer: { agentId: string; name: string; email: string; agentNumber: string; teamIds: (string)[]; securityProfileId?: string; protected?: true; deletedAt?: string; heldUntil?: string; session: { sessionId: string; status: string; statusType: "ROUTABLE" | "CUSTOM"; statusSince: string; signedInAt: string; ipAddress?: string; contacts: ({ contactId: string; channel: "VOICE" | "CHAT" | "TASK"; beganAt: string })[]; leaseExpiresAt?: string; isLeaving?: boolean; pendingLogout?: { requestedAt: string; requestedBy: string; reason?: string; message?: string; jobId?: number; deadlineAt?: string; onDeadline?: "force" | "giveUp" } } | null } };
    get: { request: { path: { agentId: string } }; answer: { agentId: string; name: string; email: string; agentNumber: string; teamIds: (string)[]; securityProfileId?: string; protected?: true; deletedAt?: string; heldUntil?: string; session: { sessionId: string; status: string; statusType: "ROUTABLE" | "CUSTOM"; statusSince: string; signedInAt: string; ipAddress?: string; contacts: ({ contactId: string; channel: "VOICE" | "CHAT" | "TASK"; beganAt: string })[]; leaseExpiresAt?: string; isLeaving?: boolean; pendingLogout?: { requestedAt: string; requestedBy: string; reason?: string; message?: string; jobId?: number; deadlineAt?: string; onDeadline?: "force" | "giveUp" } } | null } };
    delete: { request: { path: { agentId: string } }; answer: undefined };
  };
  '/v1/agents': {
    get: { request: { query?: { signedIn?: "true" | "false"; teamId?: string; status?: string; ip?: string; limit?: string; cursor?: string } }; answer: { agents: ({ agentId: string; name: string; email: string; agentNumber: string; teamIds: (string)[]; securityProfileId?: string; protected?: true; deletedAt?: string; heldUntil?: string; session: { sessionId: string; status: string; statusType: "ROUTABLE" | "CUSTOM"; statusSince: string; signedInAt: string; ipAddress?: string; contacts: ({ contactId: string; channel: "VOICE" | "CHAT" | "TASK"; beganAt: string })[]; leaseExpiresAt?: string; isLeaving?: boolean; pendingLogout?: { requestedAt: string; requestedBy: string; reason?: string; message?: string; jobId?: number; deadlineAt?: string; onDeadline?: "force" | "giveUp" } } | null })[]; cursor?: string } };
  };
  '/v1/agents/{agentId}/session': {
    put: { request: { path: { agentId: string }; body?: { status?: string; statusType?: "ROUTABLE" | "CUSTOM"; ipAddress?: string; leaseSeconds?: number; takeOver?: boolean; isAutomatic?: boolean } }; answer: { sessionId: string; signedInAt: string; leaseExpiresAt?: string; token?: string } };
    patch: { request: { path: { agentId: string }; body: { status: string; statusType?: "ROUTABLE" | "CUSTOM" } }; answer: { agentId: string; name: string; email: string; agentNumber: string; teamIds: (string)[]; securityProfileId?: string; protected?: true; deletedAt?: string; heldUntil?: string; session: { sessionId: string; status: string; statusType: "ROUTABLE" | "CUSTOM"; statusSince: string; signedInAt: string; ipAddress?: string; contacts: ({ contactId: string; channel: "VOICE" | "CHAT" | "TASK"; beganAt: string })[]; leaseExpiresAt?: string; isLeaving?: boolean; pendingLogout?: { requestedAt: string; requestedBy: string; reason?: string; message?: string; jobId?: number; deadlineAt?: string; onDeadline?: "force" | "giveUp" } } | null } };
    delete: { request: { path: { agentId: string } }; answer: undefined };
  };
  '/v1/agents/{agentId}/session/heartbeat': {
    post: { request: { path: { agentId: string }; body: { sessionId: string } }; answer: undefined };
  };
  '/v1/agents/{agentId}/contacts/{contactId}': {
    put: { request: { path: { agentId: string; contactId: string }; body: { channel: "VOICE" | "CHAT" | "TASK" } }; answer: { agentId: string; name: string; email: string; agentNumber: string; teamIds: (string)[]; securityProfileId?: string; protected?: true; deletedAt?: string; heldUntil?: string; session: { sessionId: string; status: string; statusType: "ROUTABLE" | "CUSTOM"; statusSince: string; signedInAt: string; ipAddress?: string; contacts: ({ contactId: string; channel: "VOICE" | "CHAT" | "TASK"; beganAt: string })[]; leaseExpiresAt?: string; isLeaving?: boolean; pendingLogout?: { requestedAt: string; requestedBy: string; reason?: string; message?: string; jobId?: number; deadlineAt?: string; onDeadline?: "force" | "giveUp" } } | null } };
    delete: { request: { path: { agentId: string; contactId: string } }; answer: { agentId: string; name: string; email: string; agentNumber: string; teamIds: (string)[]; securityProfileId?: string; protected?: true; deletedAt?: string; heldUntil?: string; session: { sessionId: string; status: string; statusType: "ROUTABLE" | "CUSTOM"; statusSince: string; signedInAt: string; ipAddress?: string; contacts: ({ contactId: string; channel: "VOICE" | "CHAT" | "TASK"; beganAt: string })[]; leaseExpiresAt?: string; isLeaving?: boolean; pendingLogout?: { requestedAt: string; requestedBy: string; reason?: string; message?: string; jobId?: number; deadlineAt?: string; onDeadline?: "force" | "giveUp" } } | null } };
  };
  '/v1/agent-imports': {
    post: { request: {  }; answer: { importId: string; status: "running" | "completed" | "failed"; requestedBy?: string; startedAt: string; finishedAt?: string; fault?: "unknown" | "denied" | "refused" | "busy" | "unavailable"; counts: { listed: number; created: number; changed: number; deleted: number; passedOver: number } } };
  };
  '/v1/agent-imports/latest': {
    get: { request: {  }; answer: { importId: string; status: "running" | "completed" | "failed"; requestedBy?: string; startedAt: string; finishedAt?: string; fault?: "unknown" | "denied" | "refused" | "busy" | "unavailable"; counts: { listed: number; created: number; changed: number; deleted: number; passedOver: number } } };
  };
  '/v1/agent-reconciliations': {
    post: { request: {  }; answer: { reconciliationId: string; requestedBy: string; requestedAt: string } };
  };
  '/v1/supervisor-connections': {
    post: { request: {  }; answer: { url: string; expiresAt: string } };
  };
  '/v1/force-logouts': {
    post: { request: { headers?: { 'idempotency-key'?: string }; body: { select: { agentIds?: (string)[]; teamIds?: (string)[]; ipAddresses?: (string)[]; statuses?: (string)[]; minimumMinutesInStatus?: number }; exclude?: { agentIds?: (string)[]; teamIds?: (string)[] }; timing?: "immediate" | "afterContact"; deadlineMinutes?: number; onDeadline?: "force" | "giveUp"; holdMinutes?: number; reason?: string; message?: string; confirmEveryone?: boolean; maximumAgents?: number; minimumRemaining?: number | { [name: string]: number }; startAt?: string; dryRun?: boolean } }; answer: { results: ({ agentId: string; outcome: "loggedOut" | "deferred" | "signedInLater" | "alreadySignedOut" | "unknownAgent" | "skipped" | "failed" | "unconfirmed"; previousStatus: string | null; currentStatus: string | null; contacts: number; losesAfterContactWork?: true; notStopped?: (string)[]; why?: "protected" | "notPermitted"; matchedBy: { agentId: string; status?: string; minimumMinutesInStatus?: number } | { teamId: string; status?: string; minimumMinutesInStatus?: number } | { ipAddress: string; status?: string; minimumMinutesInStatus?: number } | { signedIn: true; status?: string; minimumMinutesInStatus?: number } })[]; unmatched: { agentIds: (string)[]; teamIds: (string)[]; ipAddresses?: (string)[]; statuses?: (string)[] }; excluded?: number } | { dryRun: true; complete: boolean; counts: { matched: number; loggedOut: number; deferred: number; alreadySignedOut: number; skipped: number; failed: number; unconfirmed?: number }; results: ({ agentId: string; outcome: "loggedOut" | "deferred" | "signedInLater" | "alreadySignedOut" | "unknownAgent" | "skipped" | "failed" | "unconfirmed"; previousStatus: string | null; currentStatus: string | null; contacts: number; losesAfterContactWork?: true; notStopped?: (string)[]; why?: "protected" | "notPermitted"; matchedBy: { agentId: string; status?: string; minimumMinutesInStatus?: number } | { teamId: string; status?: string; minimumMinutesInStatus?: number } | { ipAddress: string; status?: string; minimumMinutesInStatus?: number } | { signedIn: true; status?: string; minimumMinutesInStatus?: number } })[]; unmatched: { agentIds: (string)[]; teamIds: (string)[]; ipAddresses?: (string)[]; statuses?: (string)[] }; excluded?: number; wouldBeRefused?: { type: "/docs/problems#bad-input" | "/docs/problems#unauthenticated" | "/docs/problems#forbidden" | "/docs/problems#not-found" | "/docs/problems#conflict" | "/docs/problems#everybody" | "/docs/problems#too-many-agents" | "/docs/problems#too-few-remaining" | "/docs/problems#not-counted" | "/docs/problems#too-large" | "/docs/problems#not-json" | "/docs/problems#too-many-requests" | "/docs/problems#contended" | "/docs/problems#unavailable" | "/docs/problems#internal"; detail: string; found?: number; maximumAgents?: number; teams?: ({ teamId: string; signedIn: number; remaining: number; minimum: number })[] } } | { jobId: number; status: "created" | "scheduled"; link: string } };
    get: { request: { query?: { status?: "scheduled" | "created" | "running" | "completed" | "failed" | "cancelled"; limit?: string; cursor?: string } }; answer: { jobs: ({ jobId: number; reason: string | null; requestedBy: string; scheduleId?: string; timing: "immediate" | "afterContact"; counts: { matched: number; loggedOut: number; deferred: number; alreadySignedOut: number; skipped: number; failed: number; unconfirmed?: number }; status: "scheduled"; startsAt: string } | { jobId: number; reason: string | null; requestedBy: string; scheduleId?: string; timing: "immediate" | "afterContact"; startedAt: string; counts: { matched: number; loggedOut: number; deferred: number; alreadySignedOut: number; skipped: number; failed: number; unconfirmed?: number }; status: "created" | "running"; expectedEndAt?: string } | { jobId: number; reason: string | null; requestedBy: string; scheduleId?: string; timing: "immediate" | "afterContact"; startedAt: string; counts: { matched: number; loggedOut: number; deferred: number; alreadySignedOut: number; skipped: number; failed: number; unconfirmed?: number }; status: "completed"; finishedAt: string } | { jobId: number; reason: string | null; requestedBy: string; scheduleId?: string; timing: "immediate" | "afterContact"; counts: { matched: number; loggedOut: number; deferred: number; alreadySignedOut: number; skipped: number; failed: number; unconfirmed?: number }; startedAt?: string; startsAt?: string; status: "cancelled"; finishedAt: string } | { jobId: number; reason: string | null; requestedBy: string; scheduleId?: string; timing: "immediate" | "afterContact"; startedAt: string; counts: { matched: number; loggedOut: number; deferred: number; alreadySignedOut: number; skipped: number; failed: number; unconfirmed?: number }; status: "failed"; finishedAt: string; failure: string })[]; cursor?: string } };
  };
  '/v1/force-logouts/{jobId}': {
    delete: { request: { path: { jobId: string } }; answer: { jobId: number; status: "cancelled"; link: string } };
    get: { request: { path: { jobId: string } }; answer: { jobId: number; reason: string | null; requestedBy: string; scheduleId?: string; timing: "immediate" | "afterContact"; counts: { matched: number; loggedOut: number; deferred: number; alreadySignedOut: number; skipped: number; failed: number; unconfirmed?: number }; status: "scheduled"; startsAt: string } | { jobId: number; reason: string | null; requestedBy: string; scheduleId?: string; timing: "immediate" | "afterContact"; startedAt: string; counts: { matched: number; loggedOut: number; deferred: number; alreadySignedOut: number; skipped: number; failed: number; unconfirmed?: number }; status: "created" | "running"; expectedEndAt?: string } | { jobId: number; reason: string | null; requestedBy: string; scheduleId?: string; timing: "immediate" | "afterContact"; startedAt: string; counts: { matched: number; loggedOut: number; deferred: number; alreadySignedOut: number; skipped: number; failed: number; unconfirmed?: number }; status: "completed"; finishedAt: string } | { jobId: number; reason: string | null; requestedBy: string; scheduleId?: string; timing: "immediate" | "afterContact"; counts: { matched: number; loggedOut: number; deferred: number; alreadySignedOut: number; skipped: number; failed: number; unconfirmed?: number }; startedAt?: string; startsAt?: string; status: "cancelled"; finishedAt: string } | { jobId: number; reason: string | null; requestedBy: string; scheduleId?: string; timing: "immediate" | "afterContact"; startedAt: string; counts: { matched: number; loggedOut: number; deferred: number; alreadySignedOut: number; skipped: number; failed: number; unconfirmed?: number }; status: "failed"; finishedAt: string; failure: string } };
  };
  '/v1/force-logouts/{jobId}/results': {
    get: { request: { path: { jobId: string }; query?: { limit?: string; cursor?: string } }; answer: { results: ({ agentId: string; outcome: "loggedOut" | "deferred" | "signedInLater" | "alreadySignedOut" | "unknownAgent" | "skipped" | "failed" | "unconfirmed"; previousStatus: string | null; currentStatus: string | null; contacts: number; losesAfterContactWork?: true; notStopped?: (string)[]; why?: "protected" | "notPermitted"; matchedBy: { agentId: string; status?: string; minimumMinutesInStatus?: number } | { teamId: string; status?: string; minimumMinutesInStatus?: number } | { ipAddress: string; status?: string; minimumMinutesInStatus?: number } | { signedIn: true; status?: string; minimumMinutesInStatus?: number } })[]; complete: boolean; cursor?: string } };
  };
  '/v1/logout-schedules/{scheduleId}': {
    put: { request: { path: { scheduleId: string }; body: { request: { select: { agentIds?: (string)[]; teamIds?: (string)[]; ipAddresses?: (string)[]; statuses?: (string)[]; minimumMinutesInStatus?: number }; exclude?: { agentIds?: (string)[]; teamIds?: (string)[] }; timing?: "immediate" | "afterContact"; deadlineMinutes?: number; onDeadline?: "force" | "giveUp"; holdMinutes?: number; reason?: string; message?: string; confirmEveryone?: boolean; maximumAgents?: number; minimumRemaining?: number | { [name: string]: number }; startAt?: never; dryRun?: never }; days: ("MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT" | "SUN")[]; at: string; timeZone: string; enabled?: boolean; limitedToTeamIds?: (string)[] | null } }; answer: { scheduleId: string; request: { select: { agentIds?: (string)[]; teamIds?: (string)[]; ipAddresses?: (string)[]; statuses?: (string)[]; minimumMinutesInStatus?: number }; exclude?: { agentIds?: (string)[]; teamIds?: (string)[] }; timing: "immediate" | "afterContact"; deadlineMinutes?: number; onDeadline?: "force" | "giveUp"; holdMinutes?: number; reason?: string; message?: string; confirmEveryone: boolean; maximumAgents?: number; minimumRemaining?: number | { [name: string]: number } }; days: ("MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT" | "SUN")[]; at: string; timeZone: string; enabled: boolean; limitedToTeamIds?: (string)[]; nextRunAt?: string; lastRun?: { at: string; jobId: number } | { at: string; skipped: "late" | "changed" | "everybody" | "tooManyAgents" | "tooFewRemaining" | "notCounted"; found?: number; maximumAgents?: number; teams?: ({ teamId: string; signedIn: number; remaining: number; minimum: number })[] }; createdAt: string; createdBy: string; updatedAt: string; updatedBy: string } };
    get: { request: { path: { scheduleId: string } }; answer: { scheduleId: string; request: { select: { agentIds?: (string)[]; teamIds?: (string)[]; ipAddresses?: (string)[]; statuses?: (string)[]; minimumMinutesInStatus?: number }; exclude?: { agentIds?: (string)[]; teamIds?: (string)[] }; timing: "immediate" | "afterContact"; deadlineMinutes?: number; onDeadline?: "force" | "giveUp"; holdMinutes?: number; reason?: string; message?: string; confirmEveryone: boolean; maximumAgents?: number; minimumRemaining?: number | { [name: string]: number } }; days: ("MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT" | "SUN")[]; at: string; timeZone: string; enabled: boolean; limitedToTeamIds?: (string)[]; nextRunAt?: string; lastRun?: { at: string; jobId: number } | { at: string; skipped: "late" | "changed" | "everybody" | "tooManyAgents" | "tooFewRemaining" | "notCounted"; found?: number; maximumAgents?: number; teams?: ({ teamId: string; signedIn: number; remaining: number; minimum: number })[] }; createdAt: string; createdBy: string; updatedAt: string; updatedBy: string } };
    delete: { request: { path: { scheduleId: string } }; answer: undefined };
  };
  '/v1/logout-schedules': {
    get: { request: { query?: { limit?: string; cursor?: string } }; answer: { schedules: ({ scheduleId: string; request: { select: { agentIds?: (string)[]; teamIds?: (string)[]; ipAddresses?: (string)[]; statuses?: (string)[]; minimumMinutesInStatus?: number }; exclude?: { agentIds?: (string)[]; teamIds?: (string)[] }; timing: "immediate" | "afterContact"; deadlineMinutes?: number; onDeadline?: "force" | "giveUp"; holdMinutes?: number; reason?: string; message?: string; confirmEveryone: boolean; maximumAgents?: number; minimumRemaining?: number | { [name: string]: number } }; days: ("MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT" | "SUN")[]; at: string; timeZone: string; enabled: boolean; limitedToTeamIds?: (string)[]; nextRunAt?: string; lastRun?: { at: string; jobId: number } | { at: string; skipped: "late" | "changed" | "everybody" | "tooManyAgents" | "tooFewRemaining" | "notCounted"; found?: number; maximumAgents?: number; teams?: ({ teamId: string; signedIn: number; remaining: number; minimum: number })[] }; createdAt: string; createdBy: string; updatedAt: string; updatedBy: string })[]; cursor?: string } };
  };
  '/v1/agents/{agentId}/pending-logout': {
    delete: { request: { path: { agentId: string } }; answer: undefined };
  };
  '/v1/audit': {
    get: { request: { query?: { agentId?: string; jobId?: string; from?: string; to?: string; limit?: string; cursor?: string } }; answer: { entries: ({ at: string; eventId: string; type: string; outcome?: "requested" | "refused" | "scheduleChanged" | "scheduleDeleted" | "occurrenceSkipped" | "loggedOut" | "endedBefore" | "deferred" | "cancelled" | "givenUp" | "notCancelled" | "holdEnded" | "contactStopped" | "contactNotStopped" | "jobCompleted" | "jobFailed" | "jobCancelled"; requestedBy: string; from?: { via: "apiKey" | "token" | "iam" | "flow" | "session"; ipAddress?: string }; reason?: string; agentId?: string; jobId?: number; details: { [name: string]: unknown } })[]; cursor?: string } };
  };
  '/apps/api/v1/agent_statuses/force_logout': {
    post: { request: { body: { agent_ids?: (number)[]; team_ids?: (number)[]; ip_addrs?: (string)[] } }; answer: ({ agent_id: number | string; name?: string; email?: string; agent_number?: string; previous_status?: string; current_status?: string; message?: "will force logout as soon as the ongoing call/chat is completed" | "could not be logged out, try again" })[] | { id: number; status: "created"; link: string; agent_ids?: (number)[]; team_ids?: (number)[]; ip_addrs?: (string)[] } };
  };
  '/apps/api/v1/agent_statuses/force_logout/jobs/{id}': {
    get: { request: { path: { id: string } }; answer: { matched: number; logged_out: number; deferred: number; already_signed_out: number; skipped: number; failed: number; id: number; status: "created" | "running" | "completed" | "failed" | "cancelled" } };
  };
  '/incontactapi/services/{version}/agents/{agentId}/logout': {
    post: { request: { path: { version: string; agentId: string } }; answer: undefined };
  };
  '/v1/chats/{contactId}': {
    put: { request: { path: { contactId: string }; body: { customer: { displayName: string; participantId?: string }; disconnectFlow?: string; waitBlock?: "customer" | "customParticipant"; language?: "de" | "en" | "es" | "fr" | "it" | "ja" | "ko" | "pt-BR" | "zh-CN" | "zh-TW" } }; answer: { participantId: string; participantToken: string } };
    patch: { request: { path: { contactId: string }; body: { language?: "de" | "en" | "es" | "fr" | "it" | "ja" | "ko" | "pt-BR" | "zh-CN" | "zh-TW" | null; disconnectFlow?: string | null; waitBlock?: "customer" | "customParticipant" | null } }; answer: { contactId: string; state: "open" | "ended"; endedAt?: string; cause?: "customerLeft" | "customerGone" | "expired" | "ended"; language?: "de" | "en" | "es" | "fr" | "it" | "ja" | "ko" | "pt-BR" | "zh-CN" | "zh-TW"; participants: ({ participantId: string; role: "CUSTOMER" | "AGENT" | "SUPERVISOR" | "CUSTOM_BOT" | "SYSTEM"; displayName: string; connected: boolean; idle: boolean; joinedAt: string; leftAt?: string })[]; timers: ({ role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "notSet" } | { role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "waiting" } | { role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "running"; dueAt: string } | { role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "fired" })[]; configuration: { active: { CUSTOMER: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number }; AGENT: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number } } | null; stored: { CUSTOMER: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number }; AGENT: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number } } } } };
    get: { request: { path: { contactId: string } }; answer: { contactId: string; state: "open" | "ended"; endedAt?: string; cause?: "customerLeft" | "customerGone" | "expired" | "ended"; language?: "de" | "en" | "es" | "fr" | "it" | "ja" | "ko" | "pt-BR" | "zh-CN" | "zh-TW"; participants: ({ participantId: string; role: "CUSTOMER" | "AGENT" | "SUPERVISOR" | "CUSTOM_BOT" | "SYSTEM"; displayName: string; connected: boolean; idle: boolean; joinedAt: string; leftAt?: string })[]; timers: ({ role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "notSet" } | { role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "waiting" } | { role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "running"; dueAt: string } | { role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "fired" })[]; configuration: { active: { CUSTOMER: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number }; AGENT: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number } } | null; stored: { CUSTOMER: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number }; AGENT: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number } } } } };
    delete: { request: { path: { contactId: string } }; answer: undefined };
  };
  '/v1/chats': {
    get: { request: { query: { state: "open"; limit?: string; cursor?: string } }; answer: { chats: ({ contactId: string; state: "open" | "ended"; endedAt?: string; cause?: "customerLeft" | "customerGone" | "expired" | "ended"; language?: "de" | "en" | "es" | "fr" | "it" | "ja" | "ko" | "pt-BR" | "zh-CN" | "zh-TW"; participants: ({ participantId: string; role: "CUSTOMER" | "AGENT" | "SUPERVISOR" | "CUSTOM_BOT" | "SYSTEM"; displayName: string; connected: boolean; idle: boolean; joinedAt: string; leftAt?: string })[]; timers: ({ role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "notSet" } | { role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "waiting" } | { role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "running"; dueAt: string } | { role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "fired" })[]; configuration: { active: { CUSTOMER: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number }; AGENT: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number } } | null; stored: { CUSTOMER: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number }; AGENT: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number } } } })[]; cursor?: string } };
  };
  '/v1/chats/{contactId}/timers': {
    put: { request: { path: { contactId: string }; body: { timers: ({ role?: "CUSTOMER" | "AGENT"; type?: "IDLE" | "DISCONNECT_NONCUSTOMER"; minutes?: number | "unset" })[] } }; answer: { contactId: string; state: "open" | "ended"; endedAt?: string; cause?: "customerLeft" | "customerGone" | "expired" | "ended"; language?: "de" | "en" | "es" | "fr" | "it" | "ja" | "ko" | "pt-BR" | "zh-CN" | "zh-TW"; participants: ({ participantId: string; role: "CUSTOMER" | "AGENT" | "SUPERVISOR" | "CUSTOM_BOT" | "SYSTEM"; displayName: string; connected: boolean; idle: boolean; joinedAt: string; leftAt?: string })[]; timers: ({ role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "notSet" } | { role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "waiting" } | { role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "running"; dueAt: string } | { role: "CUSTOMER" | "AGENT"; type: "IDLE" | "DISCONNECT_NONCUSTOMER"; phase: "fired" })[]; configuration: { active: { CUSTOMER: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number }; AGENT: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number } } | null; stored: { CUSTOMER: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number }; AGENT: { IDLE?: number; DISCONNECT_NONCUSTOMER?: number } } } } | undefined };
  };
  '/v1/chats/{contactId}/participants': {
    post: { request: { path: { contactId: string }; body: { role: "AGENT" | "SUPERVISOR" | "CUSTOM_BOT"; displayName: string; agentId?: string; participantId?: string } }; answer: { participantId: string; participantToken: string } };
  };
  '/v1/chats/{contactId}/participants/{participantId}': {
    delete: { request: { path: { contactId: string; participantId: string } }; answer: undefined };
  };
  '/v1/chats/{contactId}/activity': {
    post: { request: { path: { contactId: string }; body: { participantId: string } }; answer: undefined };
  };
  '/contact/participant-role-config/{InstanceId}/{ContactId}': {
    put: { request: { path: { InstanceId: string; ContactId: string }; body: { ChannelConfiguration: { Chat: { ParticipantTimerConfigList: ({ ParticipantRole?: "CUSTOMER" | "AGENT"; TimerType?: "IDLE" | "DISCONNECT_NONCUSTOMER"; TimerValue: { ParticipantTimerDurationInMinutes?: number; ParticipantTimerAction?: "Unset" } })[] } } } }; answer: undefined };
  };
  '/iam/contact/participant-role-config/{InstanceId}/{ContactId}': {
    put: { request: { path: { InstanceId: string; ContactId: string }; body: { ChannelConfiguration: { Chat: { ParticipantTimerConfigList: ({ ParticipantRole?: "CUSTOMER" | "AGENT"; TimerType?: "IDLE" | "DISCONNECT_NONCUSTOMER"; TimerValue: { ParticipantTimerDurationInMinutes?: number; ParticipantTimerAction?: "Unset" } })[] } } } }; answer: undefined };
  };
  '/v1/agent-settings': {
    get: { request: {  }; answer: { contactGraceSeconds: "off" | number } };
    put: { request: { body: { contactGraceSeconds?: "off" | number } }; answer: { contactGraceSeconds: "off" | number } };
  };
  '/v1/chat-settings': {
    get: { request: {  }; answer: { language: "de" | "en" | "es" | "fr" | "it" | "ja" | "ko" | "pt-BR" | "zh-CN" | "zh-TW"; texts: { de?: { idle?: string; returned?: string; disconnected?: string }; en?: { idle?: string; returned?: string; disconnected?: string }; es?: { idle?: string; returned?: string; disconnected?: string }; fr?: { idle?: string; returned?: string; disconnected?: string }; it?: { idle?: string; returned?: string; disconnected?: string }; ja?: { idle?: string; returned?: string; disconnected?: string }; ko?: { idle?: string; returned?: string; disconnected?: string }; 'pt-BR'?: { idle?: string; returned?: string; disconnected?: string }; 'zh-CN'?: { idle?: string; returned?: string; disconnected?: string }; 'zh-TW'?: { idle?: string; returned?: string; disconnected?: string } }; customerGoneMinutes: "off" | number; afterAgentSignOut: "disconnectFlow" | "queue" } };
    put: { request: { body: { language?: "de" | "en" | "es" | "fr" | "it" | "ja" | "ko" | "pt-BR" | "zh-CN" | "zh-TW"; texts?: { de?: { idle?: string; returned?: string; disconnected?: string }; en?: { idle?: string; returned?: string; disconnected?: string }; es?: { idle?: string; returned?: string; disconnected?: string }; fr?: { idle?: string; returned?: string; disconnected?: string }; it?: { idle?: string; returned?: string; disconnected?: string }; ja?: { idle?: string; returned?: string; disconnected?: string }; ko?: { idle?: string; returned?: string; disconnected?: string }; 'pt-BR'?: { idle?: string; returned?: string; disconnected?: string }; 'zh-CN'?: { idle?: string; returned?: string; disconnected?: string }; 'zh-TW'?: { idle?: string; returned?: string; disconnected?: string } }; customerGoneMinutes?: "off" | number; afterAgentSignOut?: "disconnectFlow" | "queue" } }; answer: { language: "de" | "en" | "es" | "fr" | "it" | "ja" | "ko" | "pt-BR" | "zh-CN" | "zh-TW"; texts: { de?: { idle?: string; returned?: string; disconnected?: string }; en?: { idle?: string; returned?: string; disconnected?: string }; es?: { idle?: string; returned?: string; disconnected?: string }; fr?: { idle?: string; returned?: string; disconnected?: string }; it?: { idle?: string; returned?: string; disconnected?: string }; ja?: { idle?: string; returned?: string; disconnected?: string }; ko?: { idle?: string; returned?: string; disconnected?: string }; 'pt-BR'?: { idle?: string; returned?: string; disconnected?: string }; 'zh-CN'?: { idle?: string; returned?: string; disconnected?: string }; 'zh-TW'?: { idle?: string; returned?: string; disconnected?: string } }; customerGoneMinutes: "off" | number; afterAgentSignOut: "disconnectFlow" | "queue" } };
  };
  '/v1/teams/{teamId}/rules': {
    put: { request: { path: { teamId: string }; body: { missedContacts?: { mode: "off" | "dryRun" | "on"; contacts: number }; minutesInStatus?: { mode: "off" | "dryRun" | "on"; minutes: number; statuses?: (string)[]; exceptStatuses?: (string)[] }; longContact?: { mode: "off" | "dryRun" | "on"; hours: number; channels?: ("VOICE" | "CHAT" | "TASK")[] } } }; answer: { teamId: string; missedContacts?: { mode: "off" | "dryRun" | "on"; contacts: number }; minutesInStatus?: { mode: "off" | "dryRun" | "on"; minutes: number; statuses?: (string)[]; exceptStatuses?: (string)[] }; longContact?: { mode: "off" | "dryRun" | "on"; hours: number; channels?: ("VOICE" | "CHAT" | "TASK")[] } } };
    get: { request: { path: { teamId: string } }; answer: { teamId: string; missedContacts?: { mode: "off" | "dryRun" | "on"; contacts: number }; minutesInStatus?: { mode: "off" | "dryRun" | "on"; minutes: number; statuses?: (string)[]; exceptStatuses?: (string)[] }; longContact?: { mode: "off" | "dryRun" | "on"; hours: number; channels?: ("VOICE" | "CHAT" | "TASK")[] } } };
  };
  '/v1/security-profiles/{profileId}': {
    put: { request: { path: { profileId: string }; body: { endSessions: "everybody" | { teamIds: (string)[] } } }; answer: { profileId: string; endSessions: "everybody" | { teamIds: (string)[] } } };
    get: { request: { path: { profileId: string } }; answer: { profileId: string; endSessions: "everybody" | { teamIds: (string)[] } } };
  };
  '/v1/agents/{agentId}/password': {
    put: { request: { path: { agentId: string }; body: { password: string } }; answer: undefined };
  };
  '/v1/api-keys': {
    post: { request: { body: { name: string; scopes: ("sessions:read" | "sessions:write" | "logout:one" | "logout:bulk" | "chats:write" | "timers:configure" | "keys:admin" | "audit:read")[] } }; answer: { keyId: string; name: string | null; scopes: (string)[]; createdAt?: string; createdBy?: string; previousSecretValidUntil?: string; secret: string } };
    get: { request: {  }; answer: { keys: ({ keyId: string; name: string | null; scopes: (string)[]; createdAt?: string; createdBy?: string; previousSecretValidUntil?: string })[] } };
  };
  '/v1/api-keys/{keyId}/rotate': {
    post: { request: { path: { keyId: string }; body?: { overlapHours?: number } }; answer: { keyId: string; name: string | null; scopes: (string)[]; createdAt?: string; createdBy?: string; previousSecretValidUntil?: string; secret: string } };
  };
  '/v1/api-keys/{keyId}': {
    delete: { request: { path: { keyId: string } }; answer: undefined };
  };
  '/v1/streaming-endpoints': {
    get: { request: {  }; answer: { endpoints: ({ endpointId: string; url?: string; topicArn?: string; events?: ("chats" | "jobs")[] })[] } };
  };
  '/v1/streaming-endpoints/{endpointId}': {
    put: { request: { path: { endpointId: string }; body: { url?: string; topicArn?: string; events?: ("chats" | "jobs")[] } }; answer: { endpointId: string; url?: string; topicArn?: string; events?: ("chats" | "jobs")[]; secret: string } };
    delete: { request: { path: { endpointId: string } }; answer: undefined };
  };
  '/participant/message': {
    post: { request: { body: { ContentType: "text/plain" | "text/markdown" | "application/json" | "application/vnd.amazonaws.connect.message.interactive.response"; Content: string; ClientToken?: string } }; answer: { Id: string; AbsoluteTime: string } };
  };
  '/participant/event': {
    post: { request: { body: { ContentType: "application/vnd.amazonaws.connect.event.typing" | "application/vnd.amazonaws.connect.event.message.delivered" | "application/vnd.amazonaws.connect.event.message.read" | "application/vnd.amazonaws.connect.event.connection.acknowledged"; Content?: string | null; ClientToken?: string } }; answer: { Id: string; AbsoluteTime: string } };
  };
  '/participant/transcript': {
    post: { request: { body: { ContactId?: string; MaxResults?: number; NextToken?: string; ScanDirection?: "FORWARD" | "BACKWARD"; SortOrder?: "ASCENDING" | "DESCENDING"; StartPosition?: { Id?: string; AbsoluteTime?: string; MostRecent?: number } } }; answer: { InitialContactId: string; Transcript: ({ Id: string; AbsoluteTime: string; Type: "MESSAGE" | "EVENT" | "MESSAGEMETADATA"; ContentType: string; Content?: string; ParticipantId?: string; DisplayName?: string; ParticipantRole?: "CUSTOMER" | "AGENT" | "SUPERVISOR" | "CUSTOM_BOT" | "SYSTEM"; InitialContactId: string; ContactId: string; MessageMetadata?: { MessageId: string; Receipts: ({ RecipientParticipantId: string; DeliveredTimestamp?: string; ReadTimestamp?: string })[] } })[]; NextToken?: string } };
  };
  '/participant/connection': {
    post: { request: { body: { Type?: ("WEBSOCKET" | "CONNECTION_CREDENTIALS")[]; ConnectParticipant?: boolean } }; answer: { Websocket?: { Url: string; ConnectionExpiry: string }; ConnectionCredentials?: { ConnectionToken: string; Expiry: string } } };
  };
  '/participant/disconnect': {
    post: { request: { body?: { ClientToken?: string } }; answer: { [name: string]: unknown } };
  };
  '/v1/session/heartbeat': {
    post: { request: { body: { token: string; sentAt: number } }; answer: { token: string } | undefined };
  };
  '/v1/session/leave': {
    post: { request: { body: { token: string; sentAt: number; withinSeconds: number } }; answer: undefined };
  };
  '/v1/session/connection': {
    post: { request: { body: { token: string } }; answer: { url: string; expiresAt: string } };
  };
  '/agentgateway/resource/onlineagent/{agentid}': {
    put: { request: { path: { agentid: string }; body: { password: string; phonenum: string } }; answer: { message: string; retcode: "0"; result: { workno: string; mediatype: "TTF" } } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-001" | "100-004" | "100-002" | "000-007" } };
  };
  '/agentgateway/resource/onlineagent/{agentid}/forcelogin': {
    put: { request: { path: { agentid: string }; body: { password: string; phonenum: string } }; answer: { message: string; retcode: "0"; result: { workno: string; mediatype: "TTF" } } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-001" | "100-004" | "100-002" | "000-007" } };
  };
  '/agentgateway/resource/onlineagent/{agentid}/logout': {
    delete: { request: { path: { agentid: string } }; answer: { message: string; retcode: "0" } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-005" | "100-008" | "100-010" | "000-007" } };
  };
  '/agentgateway/resource/onlineagent/{agentid}/forcelogout': {
    delete: { request: { path: { agentid: string } }; answer: { message: string; retcode: "0" } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-005" | "100-008" | "100-010" | "000-007" } };
  };
  '/agentgateway/resource/onlineagent/{agentid}/forcelogoutwithreason/{reason}': {
    delete: { request: { path: { agentid: string; reason: string } }; answer: { message: string; retcode: "0" } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-005" | "100-008" | "100-010" | "000-007" } };
  };
  '/agentgateway/resource/qualitycontrol/{agentid}/forcelogout/{workNo}': {
    post: { request: { path: { agentid: string; workNo: string } }; answer: { message: string; retcode: "0" } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-006" | "000-005" | "000-007" } };
  };
  '/agentgateway/resource/agentevent/{agentid}': {
    get: { request: { path: { agentid: string } }; answer: { message: string; retcode: "0"; event?: { eventType: "AgentOther_ShutdownService"; workNo: string; content: { loginTime: string } } } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-006" } };
  };
  '/{instanceId}/agentgateway/resource/onlineagent/{agentid}': {
    put: { request: { path: { instanceId: string; agentid: string }; body: { password: string; phonenum: string } }; answer: { message: string; retcode: "0"; result: { workno: string; mediatype: "TTF" } } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-001" | "100-004" | "100-002" | "000-007" } };
  };
  '/{instanceId}/agentgateway/resource/onlineagent/{agentid}/forcelogin': {
    put: { request: { path: { instanceId: string; agentid: string }; body: { password: string; phonenum: string } }; answer: { message: string; retcode: "0"; result: { workno: string; mediatype: "TTF" } } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-001" | "100-004" | "100-002" | "000-007" } };
  };
  '/{instanceId}/agentgateway/resource/onlineagent/{agentid}/logout': {
    delete: { request: { path: { instanceId: string; agentid: string } }; answer: { message: string; retcode: "0" } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-005" | "100-008" | "100-010" | "000-007" } };
  };
  '/{instanceId}/agentgateway/resource/onlineagent/{agentid}/forcelogout': {
    delete: { request: { path: { instanceId: string; agentid: string } }; answer: { message: string; retcode: "0" } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-005" | "100-008" | "100-010" | "000-007" } };
  };
  '/{instanceId}/agentgateway/resource/onlineagent/{agentid}/forcelogoutwithreason/{reason}': {
    delete: { request: { path: { instanceId: string; agentid: string; reason: string } }; answer: { message: string; retcode: "0" } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-005" | "100-008" | "100-010" | "000-007" } };
  };
  '/{instanceId}/agentgateway/resource/qualitycontrol/{agentid}/forcelogout/{workNo}': {
    post: { request: { path: { instanceId: string; agentid: string; workNo: string } }; answer: { message: string; retcode: "0" } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-006" | "000-005" | "000-007" } };
  };
  '/{instanceId}/agentgateway/resource/agentevent/{agentid}': {
    get: { request: { path: { instanceId: string; agentid: string } }; answer: { message: string; retcode: "0"; event?: { eventType: "AgentOther_ShutdownService"; workNo: string; content: { loginTime: string } } } | { message: string; retcode: "000-006" | "000-002" | "000-003" | "100-007" | "100-006" } };
  };
  '/v1/health': {
    get: { request: {  }; answer: { status: "ok"; version: string; backend: "standalone" | "amazonConnect" } };
    head: { request: {  }; answer: undefined };
  };
  '/v1/openapi.json': {
    get: { request: {  }; answer: { openapi: "3.1.0" } };
  };
}

/** The paths whose POST takes an `Idempotency-Key`, by which a repeated request is recognised. */
export const takeIdempotencyKeys: readonly string[] = ['/v1/force-logouts'];
