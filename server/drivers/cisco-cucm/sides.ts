import type { Direction } from "../../domain/codes.ts";
import { sidesByLength } from "../sides-by-length.ts";
import { isBridge, numberIn, type Row, textIn } from "./row.ts";

/** What the site says of its devices and partitions; both in lower case. */
export interface SiteRules {
  readonly trunks: readonly string[];
  readonly internalPartitions: readonly string[];
  readonly externalPartitions: readonly string[];
  readonly extensionDigits: number | null;
}

interface Sides {
  readonly direction: Direction | null;
  readonly extension: string | null;
  readonly trunk: string | null;
}

export function readSides(row: Row, rules: SiteRules): Sides {
  const [calling, called] = [textIn(row, "callingpartynumber"), textIn(row, "finalcalledpartynumber")];
  const [from, to] = [sideOf(row, "orig", rules), sideOf(row, "dest", rules)];
  const direction = directionOf(from, to);
  const own = direction === "in" ? ownCalled(row, to, called, rules) : from === "own" ? calling : "";
  const trunk =
    from === "outside" ? textIn(row, "origdevicename") : to === "outside" ? textIn(row, "destdevicename") : "";
  return {
    direction,
    extension: own === "" || isBridge(own) ? null : own,
    trunk: trunk === "" ? null : trunk,
  };
}

type Side = "own" | "outside" | null;

function directionOf(from: Side, to: Side): Direction | null {
  if (from === "outside") return "in";
  if (from === null || to === null) return null;
  return to === "own" ? "internal" : "out";
}

/** Who was called of the company: behind a forwarding to outside or to voicemail it is the one who forwarded. */
function ownCalled(row: Row, to: Side, called: string, rules: SiteRules): string {
  const isForwarded = to === "outside" || /-VI\d{1,4}$/i.test(textIn(row, "destdevicename"));
  if (!isForwarded) return to === "own" ? called : "";
  const forwarder = textIn(row, "lastredirectdn");
  const isOwn = textIn(row, "lastredirectdnpartition") !== "" || isOwnNumber(forwarder, rules);
  return isOwn && forwarder !== "" ? forwarder : to === "own" ? called : "";
}

/** Telephones and softphones, ports of voicemail, bridges. */
const OWN = /^(?:SEP[\dA-F]{12}|CSF|TCT|BOT|TAB|ATA[\dA-F]{12}|VGC[\dA-F]{12}|AN[\dA-F]{12,16}|BAT[\dA-F]{12})/i;
const SERVICE = /-VI\d{1,4}$|^(?:CFB|MTP|MOH|ANN|XCODE|IVR)_/i;
/** `S0/SU1/DS1-0@gw`, `S0/SE0/P1@gw`: a gateway's port. */
const PORT = /^(?:AALN\/)?S\d{1,2}\/(?:SU|SE|DS|P)?\d?.*@/i;

function sideOf(row: Row, side: "orig" | "dest", rules: SiteRules): Side {
  const isCalled = side === "dest";
  const number = textIn(row, isCalled ? "finalcalledpartynumber" : "callingpartynumber");
  const partition = textIn(row, isCalled ? "finalcalledpartynumberpartition" : "callingpartynumberpartition");
  const device = textIn(row, `${side}devicename`);
  if (rules.internalPartitions.includes(partition.toLowerCase())) return "own";
  if (rules.externalPartitions.includes(partition.toLowerCase()) || isListed(device, rules.trunks)) return "outside";
  const byDevice = sideOfDevice(row, side, device, number, rules);
  if (byDevice !== null) return byDevice;
  // 2 a telephone's own number, 5 a route to elsewhere, 7 a hunt pilot: only the called side has it.
  const usage = isCalled ? numberIn(row, "calledpartypatternusage") : 0;
  if (usage === 5) return "outside";
  if (usage === 2 || usage === 7 || (!isCalled && partition !== "")) return "own";
  if (isOwnNumber(number, rules)) return "own";
  return device !== "" || number.replace(/\D/g, "").length > 5 ? "outside" : null;
}

function sideOfDevice(row: Row, side: "orig" | "dest", device: string, number: string, rules: SiteRules): Side {
  const type = textIn(row, `${side}devicetype`);
  if (/trunk|gateway/i.test(type)) return "outside";
  if (/phone|jabber|client|\bcisco \d{4}/i.test(type) || OWN.test(device) || SERVICE.test(device)) return "own";
  // An analogue port is a telephone's or a line's.
  if (PORT.test(device)) return /^AALN/i.test(device) && isOwnNumber(number, rules) ? "own" : "outside";
  return numberIn(row, `${side}span`) > 0 || /trunk|gateway|\bpstn\b/i.test(device) ? "outside" : null;
}

function isOwnNumber(number: string, rules: SiteRules): boolean {
  return sidesByLength(number, null, rules.extensionDigits).extension !== null;
}

/** A name, or the beginning of names with `*`. */
function isListed(device: string, names: readonly string[]): boolean {
  const name = device.toLowerCase();
  return names.some((each) => (each.endsWith("*") ? name.startsWith(each.slice(0, -1)) : name === each));
}
