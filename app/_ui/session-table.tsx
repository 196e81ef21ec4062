"use client";
import { useMemo } from "react";
import { Button } from "./button.tsx";
import { SortedTable } from "./sorted-table.tsx";
import type { Columns } from "./table.tsx";
import { Tag } from "./tag.tsx";
import { shortTime } from "./times.ts";
import { useWords } from "./use-words.tsx";
import type { Words } from "./words.ts";

/** A session as its person or an administrator sees it. */
export interface SessionView {
  readonly id: string;
  readonly via: "portal" | "cli";
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly address: string | null;
  /** Browser and system, two words of a closed list. */
  readonly agent: string | null;
  readonly here?: boolean;
}

interface SessionTableProps {
  readonly sessions: readonly SessionView[];
  readonly zone: string;
  readonly busy: boolean;
  readonly end: (session: SessionView) => void;
}

/** Where somebody is signed in; the session that looks is marked and has no button, since signing out is how that ends. */
export function SessionTable({ sessions, zone, busy, end }: SessionTableProps) {
  const words = useWords();
  const columns = useMemo(() => sessionColumns(words, zone, busy, end), [words, zone, busy, end]);
  return (
    <SortedTable
      columns={columns}
      rows={sessions}
      rowId={(session) => session.id}
      caption={words.t("session.title")}
      sort={{ id: "seen", desc: true }}
    />
  );
}

/** "Firefox on Windows", or where else a session came from. */
export function placeOf({ via, agent }: Pick<SessionView, "via" | "agent">, words: Words): string {
  if (via === "cli") return words.t("session.cli");
  const [browser = "other", system = "other"] = agent?.split(" ") ?? [];
  return words.t("session.on", {
    browser: BROWSERS[browser] ?? words.t("session.browser.other"),
    system: SYSTEMS[system] ?? words.t("session.system.other"),
  });
}

const BROWSERS: Readonly<Record<string, string>> = {
  edge: "Edge",
  opera: "Opera",
  samsung: "Samsung Internet",
  firefox: "Firefox",
  chrome: "Chrome",
  safari: "Safari",
};

const SYSTEMS: Readonly<Record<string, string>> = {
  ios: "iOS",
  android: "Android",
  chromeos: "ChromeOS",
  windows: "Windows",
  macos: "macOS",
  linux: "Linux",
};

function sessionColumns(
  words: Words,
  zone: string,
  busy: boolean,
  end: (session: SessionView) => void,
): Columns<SessionView> {
  return [
    {
      id: "place",
      accessorFn: (session) => placeOf(session, words),
      meta: { label: words.t("session.column.place") },
      header: words.t("session.column.place"),
      cell: ({ row: { original: session } }) => (
        <span>
          {placeOf(session, words)} {session.here ? <Tag tone="ok">{words.t("session.here")}</Tag> : null}
        </span>
      ),
    },
    {
      accessorKey: "address",
      meta: { label: words.t("session.column.address"), look: "mono" },
      header: words.t("session.column.address"),
      cell: ({ row }) => row.original.address ?? "–",
    },
    instantColumn("seen", "lastSeenAt", words.t("session.column.seen"), zone),
    instantColumn("started", "createdAt", words.t("session.column.started"), zone),
    instantColumn("ends", "expiresAt", words.t("session.column.ends"), zone),
    {
      id: "actions",
      enableSorting: false,
      meta: { label: words.t("people.column.actions") },
      header: words.t("people.column.actions"),
      cell: ({ row: { original: session } }) =>
        session.here ? null : (
          <Button
            kind="danger-line"
            disabled={busy}
            aria-label={`${words.t("session.end")}: ${placeOf(session, words)}, ${shortTime(session.createdAt, zone)}`}
            onClick={() => end(session)}
          >
            {words.t("session.end")}
          </Button>
        ),
    },
  ];
}

function instantColumn(
  id: string,
  key: "lastSeenAt" | "createdAt" | "expiresAt",
  label: string,
  zone: string,
): Columns<SessionView>[number] {
  return {
    id,
    accessorFn: (session) => session[key].getTime(),
    meta: { label, look: "mono" },
    header: label,
    cell: ({ row }) => shortTime(row.original[key], zone),
  };
}
