/** What stands around a number: display names, URI schemes, hosts, URL encoding. */
export interface Undressed {
  readonly body: string;
  readonly name: string | null;
  readonly scheme: "sip" | "tel" | null;
  /** The `phone-context` of a tel URI (RFC 3966): a prefix or a domain. */
  readonly context: string | null;
  readonly host: string | null;
  readonly urlEncoded: boolean;
}

const BRACKETED = /<([^<>]*)>\s*(?:;.*)?$/s;
const SCHEME = /^(sips?|tel|h323):/i;

/** Takes off the decoration, outermost first; a plain number comes back as it is. Sources: RFC 3261 19.1, RFC 3966. */
export function undress(text: string): Undressed {
  const trimmed = text.trim();
  const decoded = decodeUrl(trimmed);
  const bracketed = decoded.includes("<") ? BRACKETED.exec(decoded) : null;
  const name = bracketed === null ? null : unquote(decoded.slice(0, bracketed.index).trim());
  const inner = (bracketed === null ? decoded : (bracketed[1] ?? "")).trim();
  const shared = { name: name === "" ? null : name, urlEncoded: decoded !== trimmed };
  const scheme = SCHEME.exec(inner)?.[1]?.toLowerCase() ?? null;
  const rest = scheme === null ? inner : inner.slice(scheme.length + 1);
  if (scheme === "tel") return { ...telParts(rest), ...shared };
  if (scheme !== null || looksLikeAddress(rest)) return { ...sipParts(rest), ...shared };
  return { body: rest, scheme: null, context: null, host: null, ...shared };
}

function sipParts(rest: string) {
  const at = rest.indexOf("@");
  const user = (at < 0 ? rest : rest.slice(0, at)).replace(/[;:].*$/s, "");
  const host = at < 0 ? null : rest.slice(at + 1).replace(/[;?>:].*$/s, "");
  return { body: decodeUrl(user), scheme: "sip" as const, context: null, host };
}

function telParts(rest: string) {
  const [body = "", ...parameters] = rest.split(";");
  const context = parameters.find((p) => p.toLowerCase().startsWith("phone-context="));
  return { body, scheme: "tel" as const, context: context?.slice("phone-context=".length) ?? null, host: null };
}

function looksLikeAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}

function unquote(name: string): string {
  return name
    .replace(/^"(.*)"$/s, "$1")
    .replaceAll('\\"', '"')
    .trim();
}

function decodeUrl(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
