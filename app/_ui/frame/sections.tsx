"use client";
import Link from "next/link";
import type { Permission } from "#server/domain/permissions.ts";
import { useWords } from "../use-words.tsx";
import { useViewer, type Viewer } from "../viewer.tsx";
import type { MessageKey } from "../words.ts";

interface Section {
  readonly path: string;
  readonly label: MessageKey & `nav.${string}`;
  readonly permission: Permission;
}

const GROUPS: readonly {
  readonly title: "nav.collection" | "nav.proof" | "nav.company" | null;
  readonly sections: readonly Section[];
}[] = [
  {
    title: null,
    sections: [
      { path: "/overview", label: "nav.overview", permission: "overview.see" },
      { path: "/data", label: "nav.data", permission: "data.search" },
      { path: "/exports", label: "nav.exports", permission: "data.export" },
      { path: "/retention", label: "nav.retention", permission: "retention.see" },
      { path: "/holds", label: "nav.holds", permission: "hold.see" },
    ],
  },
  {
    title: "nav.collection",
    sections: [
      { path: "/sources", label: "nav.sources", permission: "source.see" },
      { path: "/processing", label: "nav.processing", permission: "processing.see" },
    ],
  },
  {
    title: "nav.proof",
    sections: [
      { path: "/certificates", label: "nav.certificates", permission: "certificate.see" },
      { path: "/copies", label: "nav.copies", permission: "copies.see" },
      { path: "/audit", label: "nav.audit", permission: "audit.see" },
    ],
  },
  {
    title: "nav.company",
    sections: [
      { path: "/people", label: "nav.people", permission: "people.see" },
      { path: "/profiles", label: "nav.profiles", permission: "people.see" },
      { path: "/retention/bounds", label: "nav.bounds", permission: "retention.bound" },
      { path: "/companies", label: "nav.companies", permission: "company.see" },
      { path: "/maintenance", label: "nav.maintenance", permission: "maintenance.see" },
      { path: "/me", label: "nav.me", permission: "account.own" },
    ],
  },
];

/** The sections this viewer may open, in their order. */
export function offeredSections(viewer: Viewer): readonly Section[] {
  return GROUPS.flatMap((group) => group.sections.filter((section) => isOffered(section, viewer)));
}

/** Only what the viewer may open is offered; a page asked for by address answers by itself. */
export function Sections({ path }: { path: string }) {
  const words = useWords();
  const viewer = useViewer();
  return GROUPS.map((group) => {
    const sections = group.sections.filter((section) => isOffered(section, viewer));
    if (sections.length === 0) return null;
    return (
      <div key={group.title ?? "first"}>
        {group.title ? (
          <p className="mx-2 mb-1 text-[11px] font-semibold tracking-wide text-ink-3">{words.t(group.title)}</p>
        ) : null}
        <ul>
          {sections.map((section) => (
            <li key={section.path}>
              <SectionLink section={section} current={path === section.path || path.startsWith(`${section.path}/`)} />
            </li>
          ))}
        </ul>
      </div>
    );
  });
}

function isOffered({ path, permission }: Section, viewer: Viewer): boolean {
  return viewer.permissions.includes(permission) && (path !== "/companies" || viewer.manyCompanies);
}

function SectionLink({ section, current }: { section: Section; current: boolean }) {
  const words = useWords();
  const look = current ? "bg-pine-soft font-semibold text-pine" : "text-ink-2 hover:bg-sunken";
  return (
    <Link
      href={section.path}
      prefetch={false}
      aria-current={current ? "page" : undefined}
      className={`flex min-h-8 items-center justify-between rounded-md px-2 py-1.5 ${look}`}
    >
      {words.t(section.label)}
    </Link>
  );
}
