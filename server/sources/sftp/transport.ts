import { createSecretKey } from "node:crypto";
import { remoteFields } from "../files/remote-settings.ts";
import { createRemoteSource } from "../files/remote-source.ts";
import { tryFolder } from "../files/try-folder.ts";
import { SourceTrouble } from "../problem.ts";
import type { Pin, TestOptions, Transport, Tried } from "../transport.ts";
import { sftpFolder } from "./folder.ts";
import { openSession } from "./session.ts";
import { type SftpSettings, sftpSettings } from "./settings.ts";

/** COL-02 as client: files of another machine over SSH. */
export const sftp: Transport<SftpSettings> = {
  id: "sftp",
  begins: "poll",
  fields: [
    { name: "host", kind: "text", required: true },
    { name: "port", kind: "number", default: 22 },
    { name: "user", kind: "text", required: true },
    { name: "signIn", kind: "choice", values: ["password", "key"], default: "password" },
    { name: "password", kind: "secret", when: { field: "signIn", is: ["password"] } },
    { name: "privateKey", kind: "text-secret", when: { field: "signIn", is: ["key"] } },
    { name: "passphrase", kind: "secret", when: { field: "signIn", is: ["key"] } },
    { name: "pin", kind: "pin" },
    ...remoteFields,
    { name: "oldAlgorithms", kind: "switch", default: false },
  ],
  settings: sftpSettings,
  label: () => ({ encrypted: true, authenticated: true, mayLose: false }),
  open: (options) => createRemoteSource(options, sftpFolder(options)),
  test: (options) => trySftp(options),
};

const TEST_MS = 28_000;

/** Nothing is sent to a server whose key is not the accepted one: then it is only shown. */
async function trySftp(options: TestOptions<SftpSettings>): Promise<Tried> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(TEST_MS)]);
  const pin = await hostKeyOf({ ...options, signal });
  if (options.settings.pin !== pin.fingerprint)
    return { files: 0, bytes: 0, newestAt: null, unreadable: 0, frames: [], pin };
  const folder = sftpFolder({ ...options, signal, key: createSecretKey(Buffer.alloc(32)) });
  try {
    return { ...(await tryFolder(folder, options.framing)), pin };
  } finally {
    await folder.close();
  }
}

async function hostKeyOf(options: TestOptions<SftpSettings>): Promise<Pin> {
  let shown: Pin | null = null;
  try {
    const session = await openSession({
      ...options,
      accepts(pin) {
        shown = pin;
        return false;
      },
    });
    session.close();
  } catch (error) {
    if (shown !== null) return shown;
    throw error;
  }
  throw new SourceTrouble("protocol-broken");
}
