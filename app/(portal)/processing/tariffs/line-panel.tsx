"use client";
import { useMutation } from "@tanstack/react-query";
import type { inferRouterInputs } from "@trpc/server";
import type { AppRouter } from "#server/api/router.ts";
import { writeAmount } from "#server/domain/money.ts";
import { writeDays, writeTime } from "#server/domain/tariff/days.ts";
import { EVERY_DAY } from "#server/domain/tariff/rate.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { SelectField, TextField } from "../../../_ui/field.tsx";
import { Form, type FormFields } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { TariffLine } from "./views.ts";

type Cells = NonNullable<inferRouterInputs<AppRouter>["tariffs"]["change"]["cells"]>;
type Column = keyof Cells;

interface LinePanelProps {
  readonly tariffId: string;
  /** null: a new one. */
  readonly line: TariffLine | null;
  readonly close: () => void;
  readonly changed: (tariffId: string) => void;
}

/** One line as the file would hold it: the fields have the names of its columns, where what is wrong is told. */
export function LinePanel({ tariffId, line, close, changed }: LinePanelProps) {
  const words = useWords();
  const change = useMutation({
    mutationFn: (cells: Cells | null) => api.tariffs.change.mutate({ tariffId, line: line?.line ?? null, cells }),
    onSuccess: (answer) => changed(answer.tariffId),
  });
  const title = line === null ? words.t("tariffs.line.new") : words.t("tariffs.line.change", { line: line.line });
  return (
    <Panel title={title} close={close}>
      <Form
        submit={words.t("tariffs.line.save")}
        busy={change.isPending}
        error={change.error}
        close={close}
        send={(fields) => change.mutate(cellsIn(fields))}
      >
        <Which line={line} />
        <When line={line} />
        <Prices line={line} />
      </Form>
      {line === null ? null : (
        <Button kind="danger-line" className="mt-3" disabled={change.isPending} onClick={() => change.mutate(null)}>
          {words.t("tariffs.line.remove")}
        </Button>
      )}
    </Panel>
  );
}

function Which({ line }: { line: TariffLine | null }) {
  const words = useWords();
  return (
    <>
      <Cell
        column="prefix"
        label={words.t("tariffs.line.prefix")}
        value={line?.prefix ?? ""}
        required
        help={words.t("tariffs.line.prefix.help")}
      />
      <SelectField
        id="line-kind"
        name="kind"
        label={words.t("tariffs.line.kind")}
        defaultValue={line?.short ? "short" : "number"}
      >
        <option value="number">{words.t("tariffs.kind.number")}</option>
        <option value="short">{words.t("tariffs.kind.short")}</option>
      </SelectField>
      <Cell column="name" label={words.t("tariffs.line.name")} value={line?.name ?? ""} />
      <SelectField
        id="line-direction"
        name="direction"
        label={words.t("tariffs.try.direction")}
        defaultValue={line?.direction ?? "out"}
      >
        <option value="out">{words.t("tariffs.direction.out")}</option>
        <option value="in">{words.t("tariffs.direction.in")}</option>
      </SelectField>
    </>
  );
}

function When({ line }: { line: TariffLine | null }) {
  const words = useWords();
  const days = line === null || line.days === EVERY_DAY ? "" : writeDays(line.days, words.language);
  return (
    <>
      <Cell column="days" label={words.t("tariffs.line.days")} value={days} help={words.t("tariffs.line.days.help")} />
      <div className="grid grid-cols-2 gap-2">
        <Cell column="from" label={words.t("tariffs.line.from")} value={writeTime(line?.fromMinute ?? 0)} />
        <Cell column="to" label={words.t("tariffs.line.to")} value={writeTime(line?.toMinute ?? 1_440)} />
      </div>
    </>
  );
}

function Prices({ line }: { line: TariffLine | null }) {
  const words = useWords();
  const amount = (value: number | undefined) => (value === undefined ? "" : writeAmount(value));
  return (
    <div className="grid grid-cols-2 gap-2">
      <Cell column="per_minute" label={words.t("tariffs.line.perMinute")} value={amount(line?.perMinute)} required />
      <Cell column="connection" label={words.t("tariffs.line.connection")} value={amount(line?.connection)} />
      <Cell column="minimum" label={words.t("tariffs.line.minimum")} value={amount(line?.minimum)} />
      <Cell column="first_seconds" label={words.t("tariffs.line.first")} value={String(line?.firstSeconds ?? 0)} />
      <Cell
        column="interval_seconds"
        label={words.t("tariffs.line.interval")}
        value={String(line?.intervalSeconds ?? 1)}
      />
      <Cell column="free_seconds" label={words.t("tariffs.line.free")} value={String(line?.freeSeconds ?? 0)} />
    </div>
  );
}

interface CellProps {
  readonly column: Column;
  readonly label: string;
  readonly value: string;
  readonly required?: boolean;
  readonly help?: string;
}

function Cell({ column, label, value, required = false, help }: CellProps) {
  return (
    <TextField
      id={`line-${column.replaceAll("_", "-")}`}
      name={column}
      label={label}
      help={help}
      defaultValue={value}
      required={required}
      maxLength={60}
      autoComplete="off"
    />
  );
}

const COLUMNS = [
  ...(["kind", "prefix", "name", "direction", "days", "from", "to"] as const),
  ...(["per_minute", "connection", "minimum", "first_seconds", "interval_seconds", "free_seconds"] as const),
] satisfies readonly Column[];

function cellsIn(fields: FormFields): Cells {
  return Object.fromEntries(COLUMNS.map((column) => [column, fields.text(column)]));
}
