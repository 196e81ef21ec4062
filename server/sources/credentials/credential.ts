/** Credentials of one source by the name of their field, e.g. {password}. They are in memory only, and in no message. */
export type Credentials = Readonly<Record<string, string>>;
