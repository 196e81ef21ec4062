import type { Direction } from "../domain/codes.ts";

/** What the site says about itself; null and empty where it says nothing. */
export interface SiteRules {
  readonly extensionDigits: number | null;
  readonly internalContexts: readonly string[];
  readonly externalContexts: readonly string[];
}

export interface Sides {
  readonly direction: Direction | null;
  readonly extension: string | null;
  readonly trunk: string | null;
}

/** A channel name such as `SIP/204-0000001f` or `Local/204@from-internal-1;2`, taken apart. */
export interface Channel {
  /** A device or a trunk of its own, not a Local loop or a line card. */
  readonly device: boolean;
  readonly local: boolean;
  readonly peer: string;
}

const NO_CHANNEL: Channel = { device: false, local: false, peer: "" };
/** Technologies whose "peer" is a line or channel number. */
const LINE_CARDS = new Set(["DAHDI", "Zap", "mISDN", "CAPI", "Khomp", "Sangoma"]);

export function readChannel(name: string): Channel {
  const slash = name.indexOf("/");
  if (slash < 0) return NO_CHANNEL;
  const at = name.indexOf("@", slash);
  const end = at >= 0 ? at : name.lastIndexOf("-");
  const peer = end > slash ? name.slice(slash + 1, end) : name.slice(slash + 1);
  const technology = name.slice(0, slash);
  const local = technology === "Local";
  return { device: !local && !LINE_CARDS.has(technology), local, peer };
}

/**
 * Which side of the call is the company's, from the contexts the site names (or the usual names), the length of its
 * extensions and the devices behind the channels. Null where they do not say.
 */
export function readSides(
  src: string,
  dst: string,
  context: string,
  from: Channel,
  to: Channel,
  rules: SiteRules,
): Sides {
  const fromDevice = from.device && isExtension(from.peer, rules);
  const toDevice = to.device && isExtension(to.peer, rules);
  const named = src !== "" && !startsAsNumber(src) && (from.local || src === from.peer);
  const srcInside = named || fromDevice || isExtension(src, rules);
  const dstExtension = isExtension(dst, rules);
  const direction = directionOf(src, dst, context, srcInside, dstExtension, toDevice, rules);
  if (direction === "in") {
    const extension = toDevice ? to.peer : dstExtension ? dst : null;
    return { direction, extension, trunk: trunkOf(from, fromDevice) };
  }
  if (direction === null) {
    return { direction, extension: fromDevice ? from.peer : toDevice ? to.peer : null, trunk: null };
  }
  const extension = isExtension(src, rules)
    ? src
    : fromDevice
      ? from.peer
      : src === from.peer && src !== ""
        ? src
        : null;
  return { direction, extension, trunk: direction === "out" ? trunkOf(to, toDevice) : null };
}

function directionOf(
  src: string,
  dst: string,
  context: string,
  srcInside: boolean,
  dstExtension: boolean,
  toDevice: boolean,
  rules: SiteRules,
): Direction | null {
  if (isExternalContext(context, rules)) return "in";
  const dstOutside = startsAsNumber(dst) && !dstExtension && !isOperator(dst);
  if (srcInside) return dstOutside ? "out" : "internal";
  if (dstExtension || toDevice) return "in";
  if (dstOutside && isInternalContext(context, rules)) return "out";
  return src !== "" && startsAsNumber(src) && !dstOutside && dst !== "" ? "in" : null;
}

/** The name of a line; a peer that is called by a whole number would show that number as one. */
export function trunkOf({ device, peer }: Channel, isDevice: boolean): string | null {
  return peer === "" || isDevice || !device || /^\+?\d{7,}$/.test(peer) ? null : peer;
}

const EXTERNAL = /^(?:from-(?:trunk|pstn|did|outside|sip-external|zaptel|dahdi)|ext-did|incoming|inbound|pstn|trunk)/;
const INTERNAL = /^(?:from-(?:internal|inside)|internal|outgoing|outbound|outrt|macro-dialout)/;

function isExternalContext(context: string, rules: SiteRules): boolean {
  return rules.externalContexts.length > 0 ? rules.externalContexts.includes(context) : EXTERNAL.test(context);
}

function isInternalContext(context: string, rules: SiteRules): boolean {
  return rules.internalContexts.length > 0 ? rules.internalContexts.includes(context) : INTERNAL.test(context);
}

/** Numbers that reach the outside however short they are. */
const EMERGENCY = new Set(["112", "911", "999", "000", "110", "113", "114", "116"]);

/** Digits of the site's length; without one, two to five digits that do not begin with a zero. */
function isExtension(text: string, rules: SiteRules): boolean {
  const length = text.length;
  const { extensionDigits } = rules;
  if (extensionDigits === null ? length < 2 || length > 5 || text.charCodeAt(0) === 0x30 : length !== extensionDigits) {
    return false;
  }
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return length !== 3 || !EMERGENCY.has(text);
}

function startsAsNumber(text: string): boolean {
  const code = text.charCodeAt(0);
  return (code >= 0x30 && code <= 0x39) || (code === 0x2b && text.length > 1);
}

/** A single digit reaches the company's own operator. */
function isOperator(text: string): boolean {
  return text.length === 1;
}
