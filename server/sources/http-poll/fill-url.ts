/** The names that may stand in braces. */
export const PLACEHOLDER = /\{(account|from|to|cursor|page|offset)\}/g;

/** Whether host and port are written out: a placeholder there could lead anywhere. */
export function isTemplate(text: string): boolean {
  return /^https?:\/\/[^/?#{}\s]+([/?][^\s]*)?$/i.test(text) && URL.canParse(text.replace(PLACEHOLDER, "0"));
}

/** Puts values into their places, escaped. What asks for a cursor that is not known yet is left out of the query. */
export function fillUrl(template: string, values: Readonly<Record<string, string>>): string {
  const kept = values["cursor"] === "" ? template.replace(/([?&])[^?&=]+=\{cursor\}(&|$)/, openWith) : template;
  return kept.replace(PLACEHOLDER, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : encodeURIComponent(value);
  });
}

function openWith(_whole: string, before: string, after: string): string {
  return after === "" ? "" : before;
}
