import type { ShieldCategory } from "./categories.ts";

/** A number that an organisation publishes for everybody who seeks help, advice or a union. */
export interface CatalogueNumber {
  /** As the organisation writes it. */
  readonly number: string;
  readonly category: ShieldCategory;
  /** ISO 3166-1 alpha-2: a short number means this only there. */
  readonly country: string;
  readonly organisation: string;
}

/**
 * Few and confirmed rather than many; what is missing is added by the company. Sources: ki.se/nasp/fa-stod (Mind, Bris),
 * mind.se, bris.se; nck.uu.se (Kvinnofridslinjen, 2024); 1177.se; folkhalsoguiden.se and the tobacco law's warning texts
 * (Sluta-röka-linjen); unionen.se and vision.se (their own contact pages); Mind's list of emergency contacts in corren.se,
 * 2018 (Jourhavande medmänniska, Kyrkans jourtjänst). 116 000, 116 006 and 116 123 are reserved for these services in the
 * whole Union by Commission Decision 2007/116/EC as amended by 2007/698/EC and 2009/884/EC.
 */
export const CATALOGUE: readonly CatalogueNumber[] = [
  { category: "crisis", country: "SE", number: "90101", organisation: "Mind Självmordslinjen" },
  { category: "crisis", country: "SE", number: "020-22 22 33", organisation: "Mind Äldrelinjen" },
  { category: "crisis", country: "SE", number: "020-85 20 00", organisation: "Mind Föräldralinjen" },
  { category: "crisis", country: "SE", number: "08-702 16 80", organisation: "Jourhavande medmänniska" },
  { category: "crisis", country: "SE", number: "116 123", organisation: "EU: samtalsstöd" },
  { category: "children", country: "SE", number: "116 111", organisation: "Bris" },
  { category: "children", country: "SE", number: "077-150 50 50", organisation: "Bris vuxentelefon" },
  { category: "children", country: "SE", number: "116 000", organisation: "EU: saknade barn" },
  { category: "violence", country: "SE", number: "020-50 50 50", organisation: "Kvinnofridslinjen" },
  { category: "violence", country: "SE", number: "116 006", organisation: "EU: brottsoffer" },
  { category: "health", country: "SE", number: "1177", organisation: "1177" },
  { category: "dependency", country: "SE", number: "020-84 00 00", organisation: "Sluta-röka-linjen" },
  { category: "union", country: "SE", number: "0770-870 870", organisation: "Unionen" },
  { category: "union", country: "SE", number: "0771-44 00 00", organisation: "Vision" },
  { category: "religion", country: "SE", number: "031-800 650", organisation: "Kyrkans jourtjänst" },
];
