"use client";
import { Button } from "../../../_ui/button.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../../_ui/viewer.tsx";
import type { ShieldView } from "./filters-page.tsx";

/** Which numbers become a category, by category: those everybody knows, and the company's own. */
export function ShieldSheet({ view, change }: { view: ShieldView; change: () => void }) {
  const words = useWords();
  const mayChange = useMay("shield.change");
  return (
    <Sheet
      title={words.t("gate.shield")}
      actions={mayChange ? <Button onClick={change}>{words.t("gate.shield.change")}</Button> : null}
    >
      <p className="border-b border-line px-3.5 py-2.5 text-ink-2">{words.t("gate.shield.help")}</p>
      <ul>
        {view.categories.map((one) => (
          <Category key={one.category} one={one} own={view.numbers.filter((n) => n.category === one.category)} />
        ))}
      </ul>
    </Sheet>
  );
}

interface CategoryProps {
  readonly one: ShieldView["categories"][number];
  readonly own: ShieldView["numbers"];
}

function Category({ one, own }: CategoryProps) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const isOn = one.since !== null;
  const ending = (until: Date) => words.t("gate.shield.until", { moment: shortTime(until, zone) });
  return (
    <li className="grid gap-x-4 gap-y-1 border-t border-line px-3.5 py-2 first:border-t-0 sm:grid-cols-[220px_minmax(0,1fr)]">
      <div className="grid justify-items-start gap-1 self-start">
        <span className="font-semibold">{words.t(`gate.category.${one.category}`)}</span>
        {one.until !== null ? (
          <Tag tone="warn">{ending(one.until)}</Tag>
        ) : isOn || own.length > 0 ? (
          <Tag tone="ok">{words.t(isOn ? "gate.shield.on" : "gate.shield.own")}</Tag>
        ) : (
          <Tag>{words.t("gate.shield.off")}</Tag>
        )}
      </div>
      <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-[12.5px]">
        {one.catalogue.map(({ number, organisation }) => (
          <li key={number} className={isOn ? "" : "text-ink-2"}>
            <span className="font-mono tabular-nums">{number}</span>{" "}
            {organisation === number ? null : <span className="text-ink-2">{organisation}</span>}
          </li>
        ))}
        {own.map(({ id, number, until }) => (
          <li key={id}>
            <span className="font-mono tabular-nums">{number}</span>{" "}
            <span className="text-ink-2">{words.t("gate.shield.ours")}</span>{" "}
            {until === null ? null : <Tag tone="warn">{ending(until)}</Tag>}
          </li>
        ))}
        {one.catalogue.length + own.length === 0 ? (
          <li className="text-ink-2">{words.t("gate.shield.nothing")}</li>
        ) : null}
      </ul>
    </li>
  );
}
