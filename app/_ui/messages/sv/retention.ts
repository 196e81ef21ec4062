import type { Translation } from "../../words.ts";
import type { retention as english } from "../en/retention.ts";

export const retention: Translation<typeof english> = {};
