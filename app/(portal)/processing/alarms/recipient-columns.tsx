import { Button } from "../../../_ui/button.tsx";
import type { Columns } from "../../../_ui/table.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import type { Words } from "../../../_ui/words.ts";
import { arrivalOf } from "./arrival.ts";
import type { RecipientView } from "./desk.ts";
import { kindTitle } from "./kind-title.ts";
import { problemText } from "./problem-text.ts";

interface ColumnsOf {
  readonly words: Words;
  readonly hasRelay: boolean;
  readonly change: (id: string) => void;
}

const TONES = { reached: "ok", unreached: "bad", untold: "plain" } as const;

export function recipientColumns({ words, hasRelay, change }: ColumnsOf): Columns<RecipientView> {
  const label = (key: "to" | "way" | "scope" | "state") => words.t(`alarms.column.${key}`);
  return [
    {
      id: "to",
      accessorFn: (one) => one.address,
      meta: { label: label("to") },
      header: label("to"),
      cell: ({ row }) => <span className="font-semibold break-all">{row.original.address}</span>,
    },
    {
      id: "way",
      accessorFn: (one) => one.way,
      meta: { label: label("way"), look: "soft" },
      header: label("way"),
      cell: ({ row: { original } }) =>
        original.way === "mail"
          ? `${words.t("alarms.way.mail")}, ${words.t(`alarms.language.${original.language}`)}`
          : words.t("alarms.way.webhook"),
    },
    {
      id: "scope",
      enableSorting: false,
      meta: { label: label("scope"), look: "soft" },
      header: label("scope"),
      cell: ({ row }) => scopeText(row.original, words),
    },
    {
      id: "state",
      accessorFn: (one) => arrivalOf(one, hasRelay),
      meta: { label: label("state") },
      header: label("state"),
      cell: ({ row: { original } }) => {
        const arrival = arrivalOf(original, hasRelay);
        const tag = <Tag tone={TONES[arrival]}>{words.t(`alarms.${arrival}`)}</Tag>;
        return original.failingSince === null ? (
          tag
        ) : (
          <span className="grid gap-0.5 py-1.5">
            <span>{tag}</span>
            <span className="text-ink-2">{problemText(original.problem, words)}</span>
          </span>
        );
      },
    },
    {
      id: "change",
      enableSorting: false,
      meta: { label: "" },
      header: () => <span className="sr-only">{words.t("retention.change")}</span>,
      cell: ({ row: { original } }) => (
        <Button
          kind="plain"
          aria-label={`${words.t("retention.change")}: ${original.address}`}
          onClick={() => change(original.id)}
        >
          {words.t("retention.change")}
        </Button>
      ),
    },
  ];
}

function scopeText({ scope, kinds, setByName }: RecipientView, words: Words): string {
  if (scope === "kinds") return kinds.map((kind) => kindTitle(kind, words)).join(", ");
  // Who may not see every kind themselves has others told of those alone that they see.
  if (scope === "all" && kinds.length > 0) return words.t("alarms.scope.seen", { name: setByName });
  return words.t(`alarms.scope.${scope}`);
}
