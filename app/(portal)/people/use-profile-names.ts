"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "../../_trpc/client.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import type { Person } from "./people-page.tsx";

/** What somebody's profile is called: the company's own name for it, where it has made one; else the built-in one. */
export function useProfileNames(): (person: Person) => string {
  const words = useWords();
  const viewer = useViewer();
  const { data } = useQuery({
    queryKey: ["profiles"],
    queryFn: () => api.profiles.list.query(),
    enabled: viewer.company !== null,
  });
  return useCallback(
    (person: Person) => {
      const held = data?.holders[person.id];
      const own = held === undefined ? undefined : data?.own.find((profile) => profile.id === held);
      return own?.name ?? words.t(`profile.${person.profile}`);
    },
    [data, words],
  );
}
