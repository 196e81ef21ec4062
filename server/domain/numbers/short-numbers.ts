/**
 * Emergency numbers by calling code, beside 112 and 911 that work nearly everywhere. libphonenumber-js carries no short
 * numbers. Sources: national numbering plans (PTS, Nkom, SDFI, Ofcom, BNetzA, ARCEP, ACMA, AGCOM).
 */
const EMERGENCY: Readonly<Record<string, readonly string[]>> = {
  "1": ["911"],
  "7": ["101", "102", "103", "104"],
  "33": ["15", "17", "18", "114"],
  "39": ["113", "115", "118"],
  "44": ["999"],
  "45": ["114"],
  "47": ["110", "113"],
  "49": ["110"],
  "61": ["000", "106"],
};
const EVERYWHERE = ["112", "911"];

const SERVICE: Readonly<Record<string, RegExp>> = {
  "1": /^(?:[2-8]11|988)$/,
  "44": /^(?:101|105|111|118\d{3}|123)$/,
  "45": /^(?:118|1813|181\d)$/,
  "46": /^(?:118\d{2,3}|1177|11313|11414|116\d{3}|90510|90200)$/,
  "47": /^(?:116117|1[89]\d\d|02800)$/,
  "49": /^(?:115|116\d{3}|118\d{2,3})$/,
  "358": /^(?:116117|118|0?2\d{4})$/,
};

export function isEmergency(digits: string, callingCode: string): boolean {
  return EVERYWHERE.includes(digits) || (EMERGENCY[callingCode]?.includes(digits) ?? false);
}

/** Directory enquiries, health and police lines: companies, not persons. */
export function isService(digits: string, callingCode: string): boolean {
  return SERVICE[callingCode]?.test(digits) ?? false;
}
