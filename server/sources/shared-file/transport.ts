import { tryFolder } from "../files/try-folder.ts";
import type { Transport } from "../transport.ts";
import { type SharedFileSettings, sharedFileSettings } from "./settings.ts";
import { createSharedFileSource } from "./shared-file.ts";
import { localFolder } from "./folder.ts";

/** COL-06: a folder of the collector's machine, local or mounted. */
export const sharedFile: Transport<SharedFileSettings> = {
  id: "shared-file",
  begins: "poll",
  fields: [
    { name: "path", kind: "text", required: true },
    { name: "pattern", kind: "text", default: "*" },
    { name: "mode", kind: "choice", values: ["tail", "drop"], default: "tail" },
    { name: "restSeconds", kind: "number", default: 2 },
  ],
  settings: sharedFileSettings,
  // Whether a mounted folder travels the network in clear text is the mount's; the product sees a local file.
  label: () => ({ encrypted: false, authenticated: false, mayLose: false }),
  open: ({ machine, ...options }) => createSharedFileSource({ ...options, roots: () => machine.roots() }),
  test: ({ settings, machine, framing }) =>
    tryFolder(localFolder({ ...settings, roots: () => machine.roots() }), framing),
};
