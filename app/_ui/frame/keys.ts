/** What the keyboard can ask for anywhere in the portal. */
export type KeyRequest =
  | { readonly kind: "palette" }
  | { readonly kind: "sheet" }
  | { readonly kind: "search" }
  | { readonly kind: "go"; readonly path: string };

/** `g`, then the letter of a page. A page that is not here is reached through the palette. */
export const GO_KEYS: Readonly<Record<string, string>> = {
  o: "/overview",
  d: "/data",
  e: "/exports",
  r: "/retention",
  s: "/sources",
  c: "/certificates",
  a: "/audit",
  p: "/people",
  f: "/companies",
  m: "/me",
};

const SEQUENCE_MS = 1_500;

/** What is read of a keyboard event. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
  readonly repeat: boolean;
  /** Whether it was pressed in something that takes text or letters itself. */
  readonly typing: boolean;
}

/**
 * Reads one key after the other. Single keys are never taken while somebody types, with a modifier or while a character is being
 * composed; `single` says whether this person wants them at all.
 */
export function keyReader(single: () => boolean): (press: KeyPress, now: number) => KeyRequest | null {
  let wentAt = Number.NEGATIVE_INFINITY;
  return (press, now) => {
    if (press.isComposing || press.repeat) return null;
    const key = press.key.toLowerCase();
    if ((press.ctrlKey || press.metaKey) && !press.altKey) return key === "k" ? { kind: "palette" } : null;
    if (press.altKey || press.typing || !single()) return null;
    const going = now - wentAt < SEQUENCE_MS;
    wentAt = Number.NEGATIVE_INFINITY;
    const path = GO_KEYS[key];
    if (going && path !== undefined) return { kind: "go", path };
    if (key === "g") wentAt = now;
    if (press.key === "?") return { kind: "sheet" };
    return press.key === "/" ? { kind: "search" } : null;
  };
}
