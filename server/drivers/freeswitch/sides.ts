import { type Channel, readSides, type Sides, type SiteRules } from "../channel-sides.ts";
import type { DecodeContext, DriverOption, DriverOptions } from "../driver.ts";
import { readCount, readList } from "../options.ts";

/** What the site says about itself, as options of each FreeSWITCH driver. */
export const SITE_OPTIONS: readonly DriverOption[] = [
  { name: "extension-length", help: "Digits of the company's extensions; without it two to five digits count as one" },
  { name: "internal-contexts", help: "Dialplan contexts in which the company's own telephones dial, with commas" },
  { name: "external-contexts", help: "Dialplan contexts in which calls from outside arrive (public), with commas" },
];

export interface Site {
  readonly extensionDigits: number | null;
  readonly internalContexts: readonly string[];
  readonly externalContexts: readonly string[];
}

export function readSite(values: DriverOptions): Site {
  return {
    extensionDigits: readCount("extension-length", values, 10),
    internalContexts: readList(values, "internal-contexts"),
    externalContexts: readList(values, "external-contexts"),
  };
}

/** What tells the sides of a leg: its numbers, its dialplan context, its channel and the one it was bridged to. */
export interface Ends {
  readonly calling: string;
  readonly called: string;
  readonly context: string;
  readonly outbound: boolean;
  readonly channel: string;
  readonly bridged: string;
}

/** Which side is the company's: by context, then by profile, then by the length of an extension. */
export function sidesOf(ends: Ends, site: Site, { extensionDigits }: DecodeContext): Sides {
  const own = readSofia(ends.channel);
  const other = readSofia(ends.bridged);
  const [from, to] = ends.outbound ? [other, own] : [own, other];
  const digits = site.extensionDigits ?? extensionDigits ?? null;
  const rules: SiteRules = { ...site, extensionDigits: digits };
  return readSides(ends.calling, ends.called, contextOf(ends, site), from, to, rules);
}

/** `public`, and calls that arrive on the profile for the outside, come from there where the site does not say what does. */
function contextOf({ context, outbound, channel }: Ends, site: Site): string {
  if (site.externalContexts.length > 0 || outbound) return context;
  if (context === "public" || /^sofia\/(?:external|gateway)[/-]/.test(channel)) return "from-outside";
  return context === "default" && site.internalContexts.length === 0 ? "internal" : context;
}

const NO_CHANNEL: Channel = { device: false, local: false, peer: "" };

/** `sofia/internal/204@pbx`, `sofia/gateway/telia/0701740605`, `loopback/204-a`, `user/204@pbx`. A number of outside names no device. */
function readSofia(name: string): Channel {
  const first = name.indexOf("/");
  const technology = first < 0 ? name : name.slice(0, first);
  const second = first < 0 ? -1 : name.indexOf("/", first + 1);
  const profile = first < 0 ? "" : second < 0 ? name.slice(first + 1) : name.slice(first + 1, second);
  if (second < 0 && technology !== "loopback" && technology !== "user" && !technology.startsWith("verto"))
    return NO_CHANNEL;
  const third = second < 0 ? -1 : name.indexOf("/", second + 1);
  const rest = second < 0 ? "" : third < 0 ? name.slice(second + 1) : name.slice(second + 1, third);
  const address = technology === "sofia" ? rest : profile;
  const user = beforeSign(address);
  if (technology === "loopback") return { device: false, local: true, peer: user };
  if (profile === "gateway" || (technology === "sofia" && profile === "external"))
    return { device: true, local: false, peer: profile === "gateway" ? address : profile };
  return { device: true, local: false, peer: /^\+?\d{7,}$/.test(user) && technology === "sofia" ? profile : user };
}

/** What stands before the first `@`, `;`, `:` or `-`. */
function beforeSign(address: string): string {
  for (let at = 0; at < address.length; at++) {
    const code = address.charCodeAt(at);
    if (code === 0x40 || code === 0x3b || code === 0x3a || code === 0x2d) return address.slice(0, at);
  }
  return address;
}
