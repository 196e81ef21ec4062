/** Nobody at the screen for this long ends a session. */
export const IDLE_MS = 60 * 60_000;

/** No session outlives a working day, however busy it is. */
export const SESSION_MS = 12 * 60 * 60_000;

/** An ended session's row stays so long, for the audit's session ids; then address and browser go with it. */
export const ENDED_KEPT_MS = 7 * 86_400_000;
