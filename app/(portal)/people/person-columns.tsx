"use client";
import { Button } from "../../_ui/button.tsx";
import type { Columns } from "../../_ui/table.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { shortTime } from "../../_ui/times.ts";
import type { Viewer } from "../../_ui/viewer.tsx";
import type { Words } from "../../_ui/words.ts";
import type { Person } from "./people-page.tsx";

interface PersonColumns {
  readonly words: Words;
  readonly viewer: Viewer;
  /** What an own profile is called, by account; the built-in one where there is none. */
  readonly profileOf: (person: Person) => string;
  readonly open: (person: Person) => void;
}

export function personColumns({ words, viewer, profileOf, open }: PersonColumns): Columns<Person> {
  const zone = viewer.company?.timeZone ?? "Europe/Stockholm";
  const columns: Columns<Person> = [
    {
      accessorKey: "name",
      meta: { label: words.t("people.column.name") },
      header: words.t("people.column.name"),
      cell: ({ row: { original: person } }) => (
        <span>
          <b className="font-semibold">{person.name}</b>{" "}
          {person.email === viewer.email ? <Tag>{words.t("people.you")}</Tag> : null}
        </span>
      ),
    },
    {
      accessorKey: "email",
      meta: { label: words.t("people.column.email"), look: "soft" },
      header: words.t("people.column.email"),
    },
    {
      accessorKey: "profile",
      meta: { label: words.t("people.column.profile") },
      header: words.t("people.column.profile"),
      cell: ({ row }) => profileOf(row.original),
    },
    {
      id: "last",
      accessorFn: (person) => person.lastSignedInAt?.getTime() ?? 0,
      meta: { label: words.t("people.column.last"), look: "mono" },
      header: words.t("people.column.last"),
      cell: ({ row: { original: person } }) =>
        person.lastSignedInAt === null ? words.t("time.never") : shortTime(person.lastSignedInAt, zone),
    },
    {
      id: "state",
      enableSorting: false,
      meta: { label: words.t("people.column.state") },
      header: words.t("people.column.state"),
      cell: ({ row: { original: person } }) => <PersonState person={person} words={words} />,
    },
  ];
  if (viewer.company === null)
    columns.splice(2, 0, {
      id: "company",
      enableSorting: false,
      meta: { label: words.t("people.column.company") },
      header: words.t("people.column.company"),
      cell: ({ row }) => row.original.company ?? "–",
    });
  const acts = viewer.permissions.includes("people.change") || viewer.permissions.includes("session.end");
  if (!acts) return columns;
  const actions: Columns<Person>[number] = {
    id: "actions",
    enableSorting: false,
    meta: { label: words.t("people.column.actions") },
    header: words.t("people.column.actions"),
    cell: ({ row: { original: person } }) =>
      person.changeable ? (
        <Button aria-label={`${words.t("action.open")}: ${person.name}`} onClick={() => open(person)}>
          {words.t("action.open")}
        </Button>
      ) : null,
  };
  return [...columns, actions];
}

export function PersonState({ person, words }: { person: Person; words: Words }) {
  if (person.disabledAt !== null) return <Tag tone="bad">{words.t("people.disabled")}</Tag>;
  if (person.lastSignedInAt === null) return <Tag tone="info">{words.t("people.never")}</Tag>;
  if (person.mustChangePassword) return <Tag tone="warn">{words.t("people.mustChange")}</Tag>;
  return <Tag tone="ok">{words.t("people.active")}</Tag>;
}
