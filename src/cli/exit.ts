/** The exit statuses of every command. */
export const ExitStatus = { ok: 0, luaError: 1, usage: 2, limit: 3 } as const;

/** The command line asks for something that cannot be done; the message says what and what would be accepted. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
