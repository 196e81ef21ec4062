"use client";
import { longDay, shortTime } from "../../../_ui/times.ts";
import type { Words } from "../../../_ui/words.ts";
import { wordsOf } from "../../../_ui/words.ts";
import { sv } from "../../../_ui/messages/sv.ts";
import type { Protocol } from "./protocol-sheet.tsx";

/** The protocol as it is printed. A Swedish authority's record is in Swedish, in whatever language its reader sees the portal. */
export function ProtocolPaper({ statement }: { statement: Protocol["statement"] }) {
  const words = wordsOf("sv", sv);
  const { company, from, to, lines, erasures, values, madeAt, madeBy, timeZone } = statement;
  return (
    <article
      lang="sv"
      aria-label="Gallringsprotokoll"
      className="protocol-paper rounded-md border border-line bg-sheet p-4"
    >
      <h3 className="text-[17px] font-semibold">Gallringsprotokoll</h3>
      <p>{company.name}</p>
      <p>
        {longDay(from, words)} till och med {longDay(to, words)}
      </p>
      <div className="overflow-x-auto">
        <table className="mt-3 w-full">
          <caption className="sr-only">Gallrade uppgifter</caption>
          <thead>
            <tr>
              {["Produkt", "Slag av uppgift", "Enligt beslut", "Första och sista natten", "Nätter", "Antal"].map(
                (head) => (
                  <th key={head} scope="col" className="text-left">
                    {head}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.product} ${line.class} ${line.decision?.number ?? ""}`}>
                <td>{words.t(`product.${line.product}`)}</td>
                <td>{words.t(`class.${line.class}`)}</td>
                <td>{decisionText(line, words)}</td>
                <td>
                  {longDay(line.firstDay, words)} – {longDay(line.lastDay, words)}
                </td>
                <td className="tabular-nums">{words.number(line.nights)}</td>
                <td className="tabular-nums">{words.number(line.values)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {lines.length === 0 ? <p className="mt-2">Inget gallrades enligt regel under perioden.</p> : null}
      <p className="mt-3">Summa gallrade uppgifter: {words.number(values)}.</p>
      <p>
        Raderingar på begäran: {words.number(erasures.requests)}, som rörde {words.number(erasures.calls)} samtal. Varje
        radering har ett eget intyg.
      </p>
      <p className="mt-3 text-[12.5px] text-ink-2">
        Upprättat {shortTime(new Date(madeAt), timeZone)} av {madeBy} ur loggen över det som förstörts. Innehåller inga
        nummer eller namn på dem som uppgifterna gällde.
      </p>
    </article>
  );
}

function decisionText({ decision }: Protocol["statement"]["lines"][number], words: Words): string {
  return decision === null
    ? "inget beslut gällde då"
    : `${decision.authority}, ${decision.number}, ${longDay(decision.decidedOn, words)}`;
}
