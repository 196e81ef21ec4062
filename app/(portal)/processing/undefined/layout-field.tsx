"use client";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../../_trpc/client.ts";
import { SelectField } from "../../../_ui/field.tsx";
import { useWords } from "../../../_ui/use-words.tsx";

export interface Layout {
  readonly id: number;
  readonly version: number;
}

interface LayoutFieldProps {
  readonly driver: string;
  readonly layout: Layout | null;
  readonly choose: (layout: Layout | null) => void;
}

/** The company's saved layouts that this driver reads, every version of each; nothing where there is none. */
export function LayoutField({ driver, layout, choose }: LayoutFieldProps) {
  const words = useWords();
  const layouts = useQuery({
    queryKey: ["layouts", "for-lines"],
    queryFn: () => api.layouts.list.query({ limit: 200 }),
    staleTime: 30_000,
  });
  const mine = layouts.data?.rows.filter(({ kind }) => kind === driver) ?? [];
  if (mine.length === 0) return null;
  return (
    <SelectField
      id="again-layout"
      label={words.t("undefined.again.layout")}
      value={layout === null ? "" : `${layout.id}:${layout.version}`}
      onChange={({ target: { value } }) => {
        const [id, version] = value.split(":").map(Number);
        choose(id === undefined || version === undefined ? null : { id, version });
      }}
    >
      <option value="">{words.t("undefined.again.layout.none")}</option>
      {mine.flatMap(({ id, name, version }) =>
        Array.from({ length: Math.min(version, MOST_VERSIONS) }, (_, at) => version - at).map((one) => (
          <option key={`${id}:${one}`} value={`${id}:${one}`}>
            {words.t("undefined.again.layout.version", { name, version: one })}
          </option>
        )),
      )}
    </SelectField>
  );
}

const MOST_VERSIONS = 10;
