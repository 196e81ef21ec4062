/** Sentences of the server in another language; a key may hold `{places}` where the server writes a name or a number. */
export type Sentences = Readonly<Record<string, string>>;

/** The sentence in the other language; null when there is none for it. */
export function translate(text: string, sentences: Sentences): string | null {
  const exact = sentences[text];
  if (exact !== undefined) return exact;
  for (const [key, translation] of Object.entries(sentences)) {
    if (!key.includes("{")) continue;
    const found = patternOf(key).exec(text)?.groups;
    if (found !== undefined)
      return translation.replace(/\{(\w+)\}/g, (whole, name: string) => found[`p${name}`] ?? whole);
  }
  return null;
}

function patternOf(key: string): RegExp {
  const parts = key.split(/\{(\w+)\}/);
  const source = parts.map((part, at) =>
    at % 2 === 1 ? `(?<p${part}>.+?)` : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
  );
  return new RegExp(`^${source.join("")}$`, "s");
}
