"use client";
import { createContext, type ReactNode, useContext } from "react";

const Faults = createContext<Readonly<Record<string, ReactNode>>>({});

/** Carries a form's problem sentences to its fields, by their names. */
export function FormFaults(props: { value: Readonly<Record<string, ReactNode>>; children: ReactNode }) {
  return <Faults value={props.value}>{props.children}</Faults>;
}

/** The problem of a field: the one it is given, else what its form knows. */
export function useFault(name: string | undefined, given: ReactNode): ReactNode {
  const faults = useContext(Faults);
  return given ?? (name === undefined ? null : (faults[name] ?? null));
}
