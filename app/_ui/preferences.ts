import { cookies, headers } from "next/headers";
import type { Language } from "./words.ts";

export type Theme = "system" | "light" | "dark";
export const LANGUAGE_COOKIE = "gallra-language";
export const THEME_COOKIE = "gallra-theme";

/** The language a person chose, else what the browser asks for first of the two we speak. */
export async function readLanguage(): Promise<Language> {
  const chosen = (await cookies()).get(LANGUAGE_COOKIE)?.value;
  if (chosen === "sv" || chosen === "en") return chosen;
  const asked = (await headers()).get("accept-language") ?? "";
  for (const part of asked.toLowerCase().split(",")) {
    if (part.trim().startsWith("sv")) return "sv";
    if (part.trim().startsWith("en")) return "en";
  }
  return "sv";
}

export async function readTheme(): Promise<Theme> {
  const chosen = (await cookies()).get(THEME_COOKIE)?.value;
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}
