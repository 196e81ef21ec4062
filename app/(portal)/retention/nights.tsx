"use client";
import { useId, useState } from "react";
import { Columns } from "../../_ui/plot/columns.tsx";
import type { PlotTone, Series } from "../../_ui/plot/plot.ts";
import { Sheet } from "../../_ui/sheet.tsx";
import { EmptyState } from "../../_ui/states.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { addDaysTo, dayOf, longDay, shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { PRODUCT_ORDER } from "./product-order.ts";
import type { Night, RetentionPreview, RetentionView, RuleView } from "./retention-page.tsx";

interface NightsProps {
  readonly view: RetentionView;
  /** A change that was previewed: the coming nights are drawn as they would be. */
  readonly trial: RetentionPreview | null;
}

const AROUND = 30;

/** Thirty nights back and thirty ahead: what went and what goes, by kind of datum, of one product or of all. */
export function Nights({ view, trial }: NightsProps) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const [product, setProduct] = useState<RuleView["product"] | "">("");
  const today = dayOf(new Date(), zone);
  const goes = trial?.goes ?? view.goes;
  const nights = [...view.went, ...goes];
  const series = useSeries(nights, product);
  const points = Array.from({ length: 2 * AROUND + 1 }, (_, i) => {
    const day = addDaysTo(today, i - AROUND);
    return { at: day, label: longDay(day, words), values: valuesOf(nights, day, product) };
  });
  const sum = (some: readonly Night[]) =>
    some.reduce(
      (total, night) => total + Object.values(valuesOf(some, night.day, product)).reduce((a, b) => a + b, 0),
      0,
    );
  return (
    <Sheet
      title={words.t("retention.nights")}
      actions={
        <>
          <Tag>{words.t("retention.nights.unit")}</Tag>
          <ProductChoice product={product} choose={setProduct} />
        </>
      }
    >
      {trial === null ? null : <p className="px-3.5 pt-2.5 text-amber">{words.t("retention.nights.trial")}</p>}
      {sum(nights) === 0 ? (
        <EmptyState title={words.t("retention.nights.empty")} why={words.t("retention.nights.empty.help")} />
      ) : (
        <Columns
          title={words.t("retention.nights")}
          summary={words.t("retention.nights.summary", { count: sum(view.went), goes: sum(goes) })}
          of={words.t("retention.nights.of")}
          series={series}
          points={points}
          mark={{ at: addDaysTo(today, 1), label: words.t("retention.nights.today") }}
        />
      )}
      <p className="border-t border-line px-3.5 py-2 text-ink-2">
        {view.lastSweepAt === null
          ? words.t("retention.neverSwept")
          : words.t("retention.lastSweep", { time: shortTime(view.lastSweepAt, zone) })}
      </p>
    </Sheet>
  );
}

const TONES: Readonly<Record<RuleView["class"], PlotTone>> = {
  phone: "pine",
  ssn: "brick",
  ssn_truncated: "amber",
  name: "moss",
  raw: "slate",
  undefined: "gone",
  call: "gone",
};

/** Only the kinds that go on one of these nights: a colour without a column says nothing. */
function useSeries(nights: readonly Night[], product: RuleView["product"] | ""): Series[] {
  const words = useWords();
  const present = new Set(
    nights.flatMap((night) =>
      night.byProduct.filter((one) => product === "" || one.product === product).map((one) => one.class),
    ),
  );
  return (Object.keys(TONES) as RuleView["class"][])
    .filter((cls) => present.has(cls))
    .map((cls) => ({ key: cls, label: words.t(`class.${cls}`), tone: TONES[cls] }));
}

/** A day that lies in both halves, e.g. one cut short by a rule today, is drawn once with both added. */
function valuesOf(nights: readonly Night[], day: string, product: RuleView["product"] | ""): Record<string, number> {
  const values: Record<string, number> = {};
  for (const night of nights) {
    if (night.day !== day) continue;
    for (const one of night.byProduct) {
      if (product === "" || one.product === product) values[one.class] = (values[one.class] ?? 0) + one.values;
    }
  }
  return values;
}

function ProductChoice({
  product,
  choose,
}: {
  product: RuleView["product"] | "";
  choose: (product: RuleView["product"] | "") => void;
}) {
  const words = useWords();
  const id = useId();
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {words.t("retention.nights.product")}
      </label>
      <select
        id={id}
        value={product}
        onChange={(event) => choose(PRODUCT_ORDER.find((one) => one === event.target.value) ?? "")}
        className="min-h-8 rounded-md border border-edge bg-sheet px-2 py-1"
      >
        <option value="">{words.t("retention.nights.all")}</option>
        {PRODUCT_ORDER.map((one) => (
          <option key={one} value={one}>
            {words.t(`product.${one}`)}
          </option>
        ))}
      </select>
    </>
  );
}
