import { en } from "./messages/en.ts";
import { sv } from "./messages/sv.ts";
import type { Catalogue, Language } from "./words.ts";

/** For the server alone: it sends the browser one of the two. */
export function catalogueOf(language: Language): Catalogue {
  return language === "sv" ? sv : en;
}
