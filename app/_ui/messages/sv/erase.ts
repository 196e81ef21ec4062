import type { Translation } from "../../words.ts";
import type { erase as english } from "../en/erase.ts";

export const erase: Translation<typeof english> = {};
