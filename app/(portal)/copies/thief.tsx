"use client";
import { Sheet } from "../../_ui/sheet.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { Exposure } from "./answers.ts";

/** The claim of the two clusters, with this company's figures in it. */
export function Thief({ exposure }: { exposure: Omit<Exposure, "oldestDays"> }) {
  const words = useWords();
  const { numbers, ssns, truncated, names, appearances, rawRecords, undefinedLines } = exposure;
  const values = words.number(numbers + ssns + truncated + names);
  const calls = words.number(exposure.calls);
  const both = {
    values,
    calls,
    appearances: words.number(appearances),
    raw: words.number(rawRecords),
    lines: words.number(undefinedLines),
  };
  const rows = [
    ["data", words.t("copies.thief.data.reads", { calls })],
    ["keyring", words.t("copies.thief.keyring.reads")],
    ["root", words.t("copies.thief.root.reads", { values })],
    ["both", words.t("copies.thief.both.reads", both)],
  ] as const;
  return (
    <Sheet title={words.t("copies.thief")}>
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{words.t("copies.thief")}</caption>
        <thead>
          <tr className="border-b border-line text-ink-2">
            <th scope="col" className="px-3.5 py-2 font-semibold">
              {words.t("copies.thief.who")}
            </th>
            <th scope="col" className="px-3.5 py-2 font-semibold">
              {words.t("copies.thief.reads")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([who, reads]) => (
            <tr key={who} className="border-b border-line align-top last:border-b-0">
              <th scope="row" className="w-[34%] px-3.5 py-2 font-semibold">
                {words.t(`copies.thief.${who}`)}
              </th>
              <td className="px-3.5 py-2">{reads}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}
