/** The text with its percent signs undone (RFC 3986); as it stands where they are none. */
export function urlDecoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
