import { PLACEHOLDER } from "./fill-url.ts";

/** Names of what opens a door, without signs and in small letters. */
const NAMES =
  /^(key|code|sig|sign|auth|pass|pwd|jwt|sas|sid|session|hmac)$|(apikey|accesskey|secretkey|subscriptionkey|token|secret|password|passwd|passphrase|signature|authorization|credentials?|sessionid)$/;

/** What nobody types who means a word: long, of letters and digits, without a blank. */
const RANDOM = /^(?=.*\d)(?=.*[a-z])[\w.~+/=-]{20,}$/i;
const DATE_OR_ID = /^(\d{4}-\d\d-\d\d.*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * The name of a query parameter that seems to hold a secret; null where none does. Addresses are shown, exported and compared: what
 * opens a door is sealed instead. What is filled in for each question is none.
 */
export function secretInQuery(template: string): string | null {
  const query = template.split("?").slice(1).join("?");
  for (const part of query.split(/[&;]/)) {
    const [name = "", ...rest] = part.split("=");
    const [plainName, value] = [unescaped(name), unescaped(rest.join("="))];
    if (value === "" || value.replace(PLACEHOLDER, "") === "") continue;
    const bare = value.replace(PLACEHOLDER, "");
    const isSecret = NAMES.test(plainName.toLowerCase().replaceAll(/[^a-z0-9]/g, ""));
    if (isSecret || (RANDOM.test(bare) && !DATE_OR_ID.test(bare))) return plainName.slice(0, 60);
  }
  return null;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
