import { EVERY_DAY } from "#server/domain/tariff/rate.ts";
import { writeDays, writeTime } from "#server/domain/tariff/days.ts";
import { price } from "../../../_ui/money.ts";
import type { Columns } from "../../../_ui/table.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import type { Words } from "../../../_ui/words.ts";
import type { TariffLine } from "./views.ts";

/** What a line says, in seven columns; seconds that are free or counted at first stand with the interval. */
export function lineColumns(
  words: Words,
  currency: string,
  open: ((line: TariffLine) => void) | null,
): Columns<TariffLine> {
  const money = (key: "perMinute" | "connection" | "minimum") => ({
    accessorKey: key,
    meta: { label: words.t(`tariffs.line.${key}`), look: "right" as const },
    header: words.t(`tariffs.line.${key}`),
    cell: ({ row }: { row: { original: TariffLine } }) =>
      row.original[key] === 0 && key !== "perMinute" ? "" : price(row.original[key], currency, words),
  });
  return [
    {
      accessorKey: "prefix",
      meta: { label: words.t("tariffs.line.prefix"), look: "mono" },
      header: words.t("tariffs.line.prefix"),
      cell: ({ row: { original: line } }) => {
        const text = line.short ? line.prefix : `+${line.prefix}`;
        return open === null ? (
          text
        ) : (
          <button
            type="button"
            aria-label={`${words.t("tariffs.line.change", { line: line.line })}: ${text}`}
            className="min-h-6 font-semibold text-pine underline-offset-3 hover:underline"
            onClick={() => open(line)}
          >
            {text}
          </button>
        );
      },
    },
    {
      accessorKey: "name",
      meta: { label: words.t("tariffs.line.name") },
      header: words.t("tariffs.line.name"),
      cell: ({ row: { original: line } }) => (
        <span>
          {line.name} {line.direction === "in" ? <Tag tone="info">{words.t("tariffs.direction.in")}</Tag> : null}
        </span>
      ),
    },
    {
      id: "when",
      accessorFn: (line) => line.days * 1_440 + line.fromMinute,
      meta: { label: words.t("tariffs.line.when"), look: "soft" },
      header: words.t("tariffs.line.when"),
      cell: ({ row }) => whenText(row.original, words),
    },
    money("perMinute"),
    money("connection"),
    money("minimum"),
    {
      id: "count",
      accessorFn: (line) => line.intervalSeconds,
      meta: { label: words.t("tariffs.line.count"), look: "soft" },
      header: words.t("tariffs.line.count"),
      cell: ({ row }) => countText(row.original, words),
    },
  ];
}

function whenText({ days, fromMinute, toMinute }: TariffLine, words: Words): string {
  const allDay = fromMinute === 0 && toMinute === 1_440;
  if (days === EVERY_DAY && allDay) return words.t("tariffs.line.always");
  return [
    days === EVERY_DAY ? "" : writeDays(days, words.language),
    allDay ? "" : `${writeTime(fromMinute)}\u2013${writeTime(toMinute)}`,
  ]
    .join(" ")
    .trim();
}

function countText({ firstSeconds, intervalSeconds, freeSeconds }: TariffLine, words: Words): string {
  const interval =
    firstSeconds === 0
      ? words.t("tariffs.line.each", { interval: intervalSeconds })
      : words.t("tariffs.line.rounding", { first: firstSeconds, interval: intervalSeconds });
  return freeSeconds === 0 ? interval : `${interval}, ${freeSeconds} s ${words.t("tariffs.line.free.short")}`;
}
