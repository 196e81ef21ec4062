import { createHash, X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContext } from "node:tls";
import type { Machine } from "../machine/machine.ts";
import { mayListen } from "../machine/may-listen.ts";
import { SourceTrouble } from "../problem.ts";
import type { Transport } from "../transport.ts";
import { createCallers } from "../uploads/callers.ts";
import { isOurs } from "../uploads/is-ours.ts";
import { listen } from "../uploads/listen.ts";
import { byPassword } from "../uploads/proofs.ts";
import { createUploadSource } from "../uploads/upload-source.ts";
import { whichUploads } from "../uploads/upload-settings.ts";
import { serveControl } from "./control.ts";
import type { FtpMember } from "./member.ts";
import { type FtpServerSettings, ftpServerSettings } from "./settings.ts";

/** COL-03 as server: PBXs send us their files by FTP or FTPS. */
export const ftpServer: Transport<FtpServerSettings> = {
  id: "ftp-server",
  begins: "listen",
  fields: [
    { name: "security", kind: "choice", values: ["explicit", "implicit", "none"], default: "explicit" },
    { name: "address", kind: "text", default: "0.0.0.0" },
    { name: "port", kind: "number", required: true },
    { name: "passiveFrom", kind: "number", required: true },
    { name: "passiveTo", kind: "number", required: true },
    { name: "publicAddress", kind: "text" },
    { name: "user", kind: "text", required: true },
    { name: "password", kind: "secret", required: true },
    ...whichUploads,
  ],
  settings: ftpServerSettings,
  // Without TLS the password is anybody's who listens on the way, and so is the place of the sender.
  label: ({ security }) => ({ encrypted: security !== "none", authenticated: security !== "none", mayLose: false }),
  open: (options) =>
    createUploadSource<FtpServerSettings, FtpMember>(options, () => {
      const { settings, credentials, machine } = options;
      return {
        key: `ftp-server ${settings.security} ${settings.address} ${settings.port}`,
        isUser: byPassword(settings.user, credentials["password"] ?? ""),
        member: (common) => ({ ...common, ftp: settings }),
        mayServe: (asked) => mayComeTo(asked, settings),
        async open(members) {
          const secureContext = await contexts(machine, settings);
          const callers = createCallers(members);
          const options = { members, callers, security: settings.security, secureContext };
          return await listen(settings, {
            awaits: callers.awaits,
            serve(socket, signedIn) {
              serveControl(socket, options, signedIn).catch(() => socket.destroy());
            },
          });
        },
      };
    }),
  async test({ settings, credentials, machine }) {
    await mayListen(machine, settings.address, settings.port);
    await mayComeTo(machine, settings);
    byPassword(settings.user, credentials["password"] ?? "");
    await isOurs(settings);
    const { address, port, user, passiveFrom, passiveTo } = settings;
    const where = { address, port: String(port), passive: `${passiveFrom}-${passiveTo}`, user };
    const certificate =
      settings.security === "none" ? {} : { certificate: fingerprintOf(await certificateOf(machine)) };
    return { files: 0, bytes: 0, newestAt: null, unreadable: 0, frames: [], enter: { ...where, ...certificate } };
  },
};

/** Every port that files may come to is permitted as the first one is. Throws SourceTrouble "port-refused". */
async function mayComeTo(machine: Machine, { address, passiveFrom, passiveTo }: FtpServerSettings): Promise<void> {
  const ports = await machine.ports();
  const asked = { ...machine, ports: async () => ports };
  for (let port = passiveFrom; port <= passiveTo; port++) await mayListen(asked, address, port);
}

const RENEW_MS = 3_600_000;

/** Certificates are renewed: each is shown for an hour at most. One that is half written leaves the one before. */
async function contexts(
  machine: Machine,
  { security }: FtpServerSettings,
): Promise<() => Promise<SecureContext | null>> {
  if (security === "none") return async () => null;
  let shown = { context: await contextOf(machine), at: performance.now() };
  return async () => {
    if (performance.now() - shown.at > RENEW_MS) {
      const context = await contextOf(machine).catch(() => shown.context);
      shown = { context, at: performance.now() };
    }
    return shown.context;
  };
}

async function contextOf(machine: Machine): Promise<SecureContext> {
  const { cert, key } = await certificateOf(machine);
  return createSecureContext({ cert, key, minVersion: "TLSv1.2" });
}

async function certificateOf(machine: Machine) {
  const certificate = (await machine.certificate?.()) ?? null;
  if (certificate === null) throw new SourceTrouble("no-certificate");
  return certificate;
}

/** As `openssl x509 -fingerprint -sha256` prints it. */
function fingerprintOf({ cert }: { readonly cert: string }): string {
  const digest = createHash("sha256").update(new X509Certificate(cert).raw).digest("hex").toUpperCase();
  return (digest.match(/../g) ?? []).join(":");
}
