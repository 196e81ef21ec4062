import type { Language } from "../words.ts";

const YEAR = 31_536_000;

/** Language and look are kept in cookies, which hold nothing about a person and let the server draw the page right at once. */
export function chooseLanguage(language: Language): void {
  keep("gallra-language", language);
}

export function chooseTheme(theme: "system" | "light" | "dark"): void {
  keep("gallra-theme", theme);
  document.documentElement.dataset["theme"] = theme;
}

export function themeNow(): string {
  return typeof document === "undefined" ? "system" : (document.documentElement.dataset["theme"] ?? "system");
}

/** Whether keys of a single letter do anything: some people's aids send letters of their own. */
export function singleKeys(): boolean {
  return typeof document === "undefined" || !document.cookie.split("; ").includes("gallra-keys=off");
}

export function chooseSingleKeys(on: boolean): void {
  keep("gallra-keys", on ? "on" : "off");
}

/** What this browser knows of the guide: nothing, that the rules were looked at, or that it was put away. */
export function guideNow(): "on" | "rules" | "off" {
  const found = /(?:^|; )gallra-guide=(rules|off)/.exec(typeof document === "undefined" ? "" : document.cookie)?.[1];
  return found === "rules" || found === "off" ? found : "on";
}

export function chooseGuide(choice: "on" | "rules" | "off"): void {
  keep("gallra-guide", choice);
}

function keep(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers we support
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax; Secure`;
}
