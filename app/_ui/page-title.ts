import type { Metadata } from "next";
import { catalogueOf } from "./catalogue.ts";
import { readLanguage } from "./preferences.ts";
import type { Catalogue } from "./words.ts";

type TitleKey = {
  [K in keyof Catalogue]: Catalogue[K] extends string ? (K extends `${string}.title` ? K : never) : never;
}[keyof Catalogue];

/** A page's title names the page and never what is on it. */
export async function pageTitle(key: TitleKey): Promise<Metadata> {
  return { title: catalogueOf(await readLanguage())[key] };
}
