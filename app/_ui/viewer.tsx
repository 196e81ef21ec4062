"use client";
import { createContext, type ReactNode, useContext } from "react";
import type { Permission, Profile } from "#server/domain/permissions.ts";

/** Who looks, as far as the frame and the pages need it. Rights shown here are a courtesy: the verbs decide. */
export interface Viewer {
  readonly name: string;
  readonly email: string;
  readonly profile: Profile;
  /** The name of the company's own profile, where the viewer has one. */
  readonly ownProfile: string | null;
  readonly permissions: readonly Permission[];
  readonly company: {
    readonly id: number;
    readonly name: string;
    /** By which the command line knows it. */
    readonly slug: string;
    readonly timeZone: string;
  } | null;
  readonly manyCompanies: boolean;
  readonly mustChangePassword: boolean;
}

const ViewerContext = createContext<Viewer | null>(null);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (viewer === null) throw new Error("no viewer around this component");
  return viewer;
}

export function useMay(permission: Permission): boolean {
  return useViewer().permissions.includes(permission);
}
