import { AppError } from "../domain/app-error.ts";
import { refusedInput } from "../domain/refused-input.ts";
import { database } from "./database/transport.ts";
import { ftp } from "./ftp/transport.ts";
import { ftpServer } from "./ftp-server/transport.ts";
import { httpPoll } from "./http-poll/transport.ts";
import { httpPush } from "./http-push/transport.ts";
import { radius } from "./radius/transport.ts";
import { sftp } from "./sftp/transport.ts";
import { sftpServer } from "./sftp-server/transport.ts";
import { sharedFile } from "./shared-file/transport.ts";
import { syslog } from "./syslog/transport.ts";
import { serial } from "./serial/transport.ts";
import { tcp } from "./tcp/transport.ts";
import type { Transport } from "./transport.ts";

/** Every transport there is; a new one is a folder and a line here. */
const BY_ID = {
  "shared-file": untyped(sharedFile),
  sftp: untyped(sftp),
  ftp: untyped(ftp),
  "sftp-server": untyped(sftpServer),
  "ftp-server": untyped(ftpServer),
  tcp: untyped(tcp),
  serial: untyped(serial),
  syslog: untyped(syslog),
  radius: untyped(radius),
  "http-poll": untyped(httpPoll),
  "http-push": untyped(httpPush),
  database: untyped(database),
} satisfies Readonly<Record<string, Transport>>;

export type TransportId = keyof typeof BY_ID;

export const TRANSPORT_IDS = Object.keys(BY_ID) as [TransportId, ...TransportId[]];
export const TRANSPORTS: readonly Transport[] = Object.values(BY_ID);

/** Throws AppError "bad-input". */
export function transportNamed(id: string): Transport {
  const found = TRANSPORTS.find((transport) => transport.id === id);
  if (found !== undefined) return found;
  throw new AppError(
    "bad-input",
    `There is no transport ${id}. Name one of ${TRANSPORTS.map((one) => one.id).join(", ")}.`,
    {
      field: "transport",
    },
  );
}

/** Throws AppError "bad-input" that names the setting. */
export function readSettings(transport: Transport, settings: unknown): Readonly<Record<string, unknown>> {
  const read = transport.settings.safeParse(settings);
  if (read.success) return read.data as Readonly<Record<string, unknown>>;
  // A field's name may be a value that was pasted in its place: only those that the transport has are told.
  if (read.error.issues[0]?.code === "unrecognized_keys")
    throw new AppError(
      "bad-input",
      `There is a setting that the transport ${transport.id} does not have. It has: ${namesOf(transport).join(", ")}.`,
      { field: "settings" },
    );
  throw refusedInput(read.error);
}

function namesOf(transport: Transport): string[] {
  const secrets = secretsOf(transport);
  return transport.fields.map(({ name }) => name).filter((name) => !secrets.includes(name));
}

/** The names of a transport's credentials. */
export function secretsOf(transport: Transport): readonly string[] {
  return transport.fields.flatMap(({ name, kind }) => (kind === "secret" || kind === "text-secret" ? [name] : []));
}

/** Settings are always read by the transport's own schema before it sees them: that is what makes this sound. */
function untyped<S>(transport: Transport<S>): Transport {
  return {
    ...transport,
    label: (settings) => transport.label(settings as S),
    open: (options) => transport.open({ ...options, settings: options.settings as S }),
    test: (options) => transport.test({ ...options, settings: options.settings as S }),
  };
}
