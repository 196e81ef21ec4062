import ssh2 from "ssh2";
import { mayListen } from "../machine/may-listen.ts";
import type { Machine } from "../machine/machine.ts";
import { SourceTrouble } from "../problem.ts";
import { pinOf } from "../sftp/host-key.ts";
import type { Transport } from "../transport.ts";
import { isOurs } from "../uploads/is-ours.ts";
import { listen } from "../uploads/listen.ts";
import { createUploadSource } from "../uploads/upload-source.ts";
import { whichUploads } from "../uploads/upload-settings.ts";
import { createDoor } from "./connection.ts";
import { proofOf, type SftpMember } from "./member.ts";
import { type SftpServerSettings, sftpServerSettings } from "./settings.ts";

/** COL-02 as server: PBXs push their files to us. */
export const sftpServer: Transport<SftpServerSettings> = {
  id: "sftp-server",
  begins: "listen",
  fields: [
    { name: "address", kind: "text", default: "0.0.0.0" },
    { name: "port", kind: "number", required: true },
    { name: "user", kind: "text", required: true },
    { name: "signIn", kind: "choice", values: ["password", "key"], default: "password" },
    { name: "password", kind: "secret", when: { field: "signIn", is: ["password"] } },
    { name: "publicKey", kind: "text", when: { field: "signIn", is: ["key"] } },
    ...whichUploads,
    { name: "oldAlgorithms", kind: "switch", default: false },
  ],
  settings: sftpServerSettings,
  label: () => ({ encrypted: true, authenticated: true, mayLose: false }),
  open: (options) =>
    createUploadSource<SftpServerSettings, SftpMember>(options, () => {
      const { settings, credentials, machine } = options;
      const { isUser, publicKey } = proofOf(settings, credentials);
      return {
        key: `sftp-server ${settings.address} ${settings.port}`,
        isUser,
        member: (common) => ({ ...common, publicKey, oldAlgorithms: settings.oldAlgorithms }),
        open: async (members) => await listen(settings, createDoor(members, await hostKeysOf(machine))),
      };
    }),
  async test({ settings, credentials, machine }) {
    await mayListen(machine, settings.address, settings.port);
    proofOf(settings, credentials);
    await isOurs(settings);
    const told: [string, string][] = (await hostKeysOf(machine)).flatMap((text) => {
      const key = ssh2.utils.parseKey(text);
      if (key instanceof Error) return [];
      const { fingerprint, about } = pinOf(key.getPublicSSH());
      return [[`hostKey.${about["algorithm"]}`, fingerprint] as [string, string]];
    });
    const { address, port, user } = settings;
    const enter = { address, port: String(port), user, ...Object.fromEntries(told) };
    return { files: 0, bytes: 0, newestAt: null, unreadable: 0, frames: [], enter };
  },
};

async function hostKeysOf(machine: Machine): Promise<readonly string[]> {
  const keys = (await machine.hostKeys?.()) ?? [];
  if (keys.length === 0) throw new SourceTrouble("no-certificate");
  return keys;
}
