import { createSecretKey } from "node:crypto";
import { remoteFields } from "../files/remote-settings.ts";
import { createRemoteSource } from "../files/remote-source.ts";
import { tryFolder } from "../files/try-folder.ts";
import type { TestOptions, Transport, Tried } from "../transport.ts";
import { ftpFolder } from "./folder.ts";
import { certificateOf } from "./session.ts";
import { type FtpSettings, ftpSettings } from "./settings.ts";

/** COL-03 as client: files of another machine by FTP, in clear text or under TLS. */
export const ftp: Transport<FtpSettings> = {
  id: "ftp",
  begins: "poll",
  fields: [
    { name: "host", kind: "text", required: true },
    { name: "port", kind: "number", default: 21 },
    { name: "security", kind: "choice", values: ["explicit", "implicit", "none"], default: "explicit" },
    {
      name: "trust",
      kind: "choice",
      values: ["pin", "name"],
      default: "pin",
      when: { field: "security", is: ["explicit", "implicit"] },
    },
    { name: "pin", kind: "pin", when: { field: "trust", is: ["pin"] } },
    { name: "user", kind: "text", required: true },
    { name: "password", kind: "secret", required: true },
    ...remoteFields,
  ],
  settings: ftpSettings,
  label: ({ security }) => ({
    encrypted: security !== "none",
    authenticated: security !== "none",
    mayLose: false,
  }),
  open: (options) => createRemoteSource(options, ftpFolder(options)),
  test: (options) => tryFtp(options),
};

const TEST_MS = 28_000;

/** Nothing is sent to a server whose certificate is not the accepted one: then it is only shown. */
async function tryFtp(options: TestOptions<FtpSettings>): Promise<Tried> {
  const { settings } = options;
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(TEST_MS)]);
  const pin = await certificateOf({ ...options, signal });
  const shown = pin === null ? {} : { pin };
  if (pin !== null && settings.trust === "pin" && settings.pin !== pin.fingerprint)
    return { files: 0, bytes: 0, newestAt: null, unreadable: 0, frames: [], ...shown };
  const folder = ftpFolder({ ...options, signal, key: createSecretKey(Buffer.alloc(32)) });
  try {
    return { ...(await tryFolder(folder, options.framing)), ...shown };
  } finally {
    await folder.close();
  }
}
