/**
 * A browser and its system in two words of a closed list, e.g. "firefox windows": enough to know one's own sessions by, too little
 * to recognise a person. The header itself is kept nowhere. null when there is none.
 */
export function readAgent(header: string | null): string | null {
  if (header === null || header === "") return null;
  const said = header.slice(0, 512);
  const first = (list: readonly (readonly [RegExp, string])[]) =>
    list.find(([sign]) => sign.test(said))?.[1] ?? "other";
  return `${first(BROWSERS)} ${first(SYSTEMS)}`;
}

/** In this order: most browsers also name those they descend from. */
const BROWSERS = [
  [/\bEdg(?:e|A|iOS)?\//, "edge"],
  [/\b(?:OPR|Opera)\//, "opera"],
  [/\bSamsungBrowser\//, "samsung"],
  [/\b(?:Firefox|FxiOS)\//, "firefox"],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, "chrome"],
  [/\bSafari\//, "safari"],
] as const;

const SYSTEMS = [
  [/\b(?:iPhone|iPad|iPod)\b/, "ios"],
  [/\bAndroid\b/, "android"],
  [/\bCrOS\b/, "chromeos"],
  [/\bWindows\b/, "windows"],
  [/\b(?:Macintosh|Mac OS X)\b/, "macos"],
  [/\bLinux\b/, "linux"],
] as const;
