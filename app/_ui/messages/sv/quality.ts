import type { Translation } from "../../words.ts";
import type { quality as english } from "../en/quality.ts";

export const quality: Translation<typeof english> = {
  "quality.title": "Ljudet, som det uppmättes",
  "quality.mos": "Betyg (MOS)",
  "quality.mos.value": "{mos} av 5",
  "quality.loss": "Förlorade paket",
  "quality.percent": "{percent} %",
  "quality.jitter": "Jitter",
  "quality.latency": "Fördröjning",
  "quality.ms": "{ms} ms",
  "quality.codec": "Kodek",
};
