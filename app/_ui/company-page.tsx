"use client";
import type { ReactNode } from "react";
import type { Permission } from "#server/domain/permissions.ts";
import { PageHead } from "./sheet.tsx";
import { NoCompany, NoRight } from "./states.tsx";
import { useViewer } from "./viewer.tsx";

interface GuardedPageProps {
  readonly title: string;
  readonly lead: string;
  readonly permission: Permission;
  /** Whether the page is about one company. */
  readonly company?: boolean;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Head and guard of a page. The guard spares a refused call; the verbs behind it decide. */
export function GuardedPage({ title, lead, permission, company = true, actions, children }: GuardedPageProps) {
  const viewer = useViewer();
  const may = viewer.permissions.includes(permission);
  const lacks = company && viewer.company === null;
  return (
    <>
      <PageHead title={title} lead={lead} actions={may && !lacks ? actions : null} />
      {!may ? <NoRight /> : lacks ? <NoCompany /> : children}
    </>
  );
}
