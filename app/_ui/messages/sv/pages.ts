import type { Translation } from "../../words.ts";
import type { pages as english } from "../en/pages.ts";

export const pages: Translation<typeof english> = {};
