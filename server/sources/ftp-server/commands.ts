import { posix } from "node:path";
import { isIPv4, type Socket } from "node:net";
import { unmapped } from "../machine/networks.ts";
import { pathOf } from "../uploads/names.ts";
import type { Control } from "./talk.ts";
import { openDataPort } from "./data-port.ts";
import { factsOf, lineOf, stampOf } from "./listing.ts";
import type { FtpMember } from "./member.ts";
import { receive, show } from "./transfers.ts";

type Command = (control: Control, argument: string) => Promise<void> | void;

const ATTEMPTS = 3;

const SIGNING_IN: Record<string, Command> = {
  USER(control, user) {
    if (control.member !== null) return control.say(503, "You have signed in.");
    if (control.options.security !== "none" && !control.secured) return control.say(530, "AUTH TLS first.");
    control.user = user;
    return control.say(331, "The password, please.");
  },
  async PASS(control, password) {
    const { callers, members, security } = control.options;
    if (control.member !== null) return control.say(503, "You have signed in.");
    if (security !== "none" && !control.secured) return control.say(530, "AUTH TLS first.");
    const found = await callers.find(control.sender, { kind: "password", user: control.user, password });
    const member: FtpMember | undefined = [...members].find((one) => one === found);
    if (control.socket.destroyed) return;
    if (member === undefined) {
      control.say(530, "That is not right.");
      if (++control.wrong >= ATTEMPTS) control.end();
      return;
    }
    control.welcome(member);
    control.say(230, "Welcome.");
  },
  ACCT: (control) => control.say(202, "Not needed."),
  QUIT(control) {
    control.say(221, "Bye.");
    control.end();
  },
};

const SECURING: Record<string, Command> = {
  async AUTH(control, kind) {
    if (control.options.security !== "explicit" || control.secured) return control.say(503, "Not now.");
    if (!/^(?:TLS|TLS-C|SSL)$/i.test(kind)) return control.say(504, "Only TLS.");
    // Read before the peer is answered: what it says next must not come while a renewed certificate is looked up.
    await control.options.secureContext();
    control.say(234, "Go on under TLS.");
    await control.secure();
  },
  PBSZ: (control) => control.say(control.secured ? 200 : 503, control.secured ? "PBSZ=0" : "AUTH TLS first."),
  PROT(control, level) {
    if (!control.secured) return control.say(503, "AUTH TLS first.");
    if (level.toUpperCase() !== "P") return control.say(534, "Files come under TLS only.");
    control.dataSecured = true;
    return control.say(200, "Files come under TLS.");
  },
  CCC: (control) => control.say(534, "It stays under TLS."),
};

const fine: Command = (control) => control.say(200, "Fine.");

const TELLING: Record<string, Command> = {
  FEAT({ sayLines, options }) {
    const tls = options.security === "none" ? [] : ["AUTH TLS", "PBSZ", "PROT"];
    const features = ["EPSV", "MDTM", "MFMT", "MLST type*;size*;modify*;perm*;", "REST STREAM", "SIZE", "UTF8", ...tls];
    sayLines(211, "Features", features, "End");
  },
  OPTS: fine,
  CLNT: fine,
  NOOP: fine,
  SYST: (control) => control.say(215, "UNIX Type: L8"),
  HELP: (control) => control.say(214, "Files are taken by STOR, after PASV or EPSV."),
  TYPE: (control, type) => control.say(/^(?:A(?: N)?|I|L 8)$/i.test(type) ? 200 : 504, "Bytes are taken as they come."),
  MODE: (control, mode) => control.say(/^s$/i.test(mode) ? 200 : 504, "As a stream."),
  STRU: (control, structure) => control.say(/^f$/i.test(structure) ? 200 : 504, "As a file."),
  ALLO: (control) => control.say(202, "Not needed."),
  SITE: (control, what) => control.say(/^(?:CHMOD|UTIME) /i.test(what) ? 200 : 502, "Nothing is changed by it."),
};

const where: Command = (control) => control.say(257, `"${control.folder.replaceAll('"', '""')}" is where you are.`);
const go: Command = (control, to) => {
  const path = at(control, to);
  if (control.desk?.stat(path)?.kind === "file") return control.say(550, "That is a file.");
  // Folders are names only: a peer that was told one goes there without asking.
  control.desk?.makeFolder(path);
  control.folder = path;
  return control.say(250, "There you are.");
};
const file = (control: Control, name: string) => {
  const entry = control.desk?.stat(at(control, name)) ?? null;
  return entry?.kind === "file" ? entry : null;
};

const LOOKING: Record<string, Command> = {
  PWD: where,
  XPWD: where,
  CWD: go,
  XCWD: go,
  CDUP: (control) => go(control, ".."),
  SIZE(control, name) {
    const entry = file(control, name);
    return entry === null ? control.say(550, "There is none.") : control.say(213, String(entry.size));
  },
  MDTM(control, name) {
    const entry = file(control, name);
    return entry === null ? control.say(550, "There is none.") : control.say(213, stampOf(entry.at));
  },
  MFMT(control, what) {
    const [time = ""] = what.split(" ");
    const entry = file(control, what.slice(time.length + 1));
    return entry === null ? control.say(550, "There is none.") : control.say(213, `Modify=${time}; ${entry.name}`);
  },
  MLST(control, name) {
    const entry = control.desk?.stat(at(control, name)) ?? null;
    if (entry === null) return control.say(550, "There is none.");
    return control.sayLines(250, "Facts", [factsOf(entry)], "End");
  },
  STAT: (control, name) =>
    name === "" ? control.say(211, "Gallra takes files.") : control.say(502, "Ask by MLST or LIST."),
  LIST: (control, name) => show(control, listed(control, name).map(lineOf)),
  MLSD: (control, name) => show(control, listed(control, name).map(factsOf)),
  NLST: (control, name) =>
    show(
      control,
      listed(control, name).map((entry) => entry.name),
    ),
  RETR: (control) => control.say(550, "Nothing is given back."),
};

function listed(control: Control, name: string) {
  const path = at(control, name.replace(/^-\S+ ?/, ""));
  const entry = control.desk?.stat(path) ?? null;
  return entry?.kind === "file" ? [entry] : (control.desk?.list(path) ?? []);
}

const make: Command = (control, name) => {
  const path = at(control, name);
  if ((control.desk?.stat(path) ?? null) !== null) return control.say(550, "It is there already.");
  control.desk?.makeFolder(path);
  return control.say(257, `"${path.replaceAll('"', '""')}" is there.`);
};
const remove: Command = async (control, name) => {
  const worked = (await control.desk?.remove(at(control, name))) === true;
  control.say(worked ? 250 : 550, worked ? "Gone from sight. What is stored stays stored." : "There is none.");
};

const CHANGING: Record<string, Command> = {
  MKD: make,
  XMKD: make,
  RMD: remove,
  XRMD: remove,
  DELE: remove,
  RNFR(control, name) {
    const path = at(control, name);
    if ((control.desk?.stat(path) ?? null) === null) return control.say(550, "There is none.");
    control.renaming = path;
    return control.say(350, "To what?");
  },
  async RNTO(control, name) {
    const from = control.renaming;
    control.renaming = null;
    if (from === null) return control.say(503, "RNFR first.");
    const worked = (await control.desk?.rename(from, at(control, name))) === true;
    return control.say(worked ? 250 : 550, worked ? "That is its name." : "There is none.");
  },
};

const never: Command = (control) => {
  control.member?.refused("way");
  control.say(502, "Use PASV or EPSV: this machine connects to nobody.");
};

const SENDING: Record<string, Command> = {
  PORT: never,
  EPRT: never,
  async PASV(control) {
    const { localAddress = "" } = control.socket;
    const address = control.member?.ftp.publicAddress || unmapped(localAddress);
    if (!isIPv4(address)) return control.say(425, "Use EPSV.");
    const port = await openPort(control);
    if (port === null) return control.say(425, "No port is free.");
    return control.say(227, `Entering Passive Mode (${[...address.split("."), port >> 8, port & 255].join(",")}).`);
  },
  async EPSV(control, which) {
    if (/^all$/i.test(which)) return control.say(200, "Fine.");
    const port = await openPort(control);
    if (port === null) return control.say(425, "No port is free.");
    return control.say(229, `Entering Extended Passive Mode (|||${port}|)`);
  },
  REST(control, place) {
    const restart = /^\d{1,15}$/.test(place) ? Number(place) : null;
    if (restart === null) return control.say(501, "That is no place.");
    control.restart = restart;
    return control.say(350, "From there.");
  },
  STOR: (control, name) => receive(control, at(control, name), "store"),
  APPE: (control, name) => receive(control, at(control, name), "append"),
  STOU: (control) => receive(control, at(control, `upload-${Date.now()}-${Math.trunc(Math.random() * 1e9)}`), "store"),
  ABOR: (control) => control.say(226, "Nothing is under way."),
};

async function openPort(control: Control): Promise<number | null> {
  control.data?.close();
  control.data = null;
  const { passiveFrom, passiveTo } = control.member?.ftp ?? { passiveFrom: 0, passiveTo: 0 };
  const { localAddress = "", remoteAddress = "" }: Socket = control.socket;
  const range = { from: passiveFrom, to: passiveTo };
  // A port that is open for both families tells an address of IPv4 in the clothes of IPv6, to which nothing is bound.
  const [own, peer] = [unmapped(localAddress), unmapped(remoteAddress)];
  control.data = await openDataPort(own, peer, range).catch(() => null);
  return control.data?.port ?? null;
}

function at({ folder }: Control, name: string): string {
  return name === "" ? posix.resolve("/", folder) : pathOf(folder, name);
}

/** What a peer may say. There is no command that reads a file back, and none that makes this machine connect anywhere. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  ...SIGNING_IN,
  ...SECURING,
  ...TELLING,
  ...LOOKING,
  ...CHANGING,
  ...SENDING,
};
