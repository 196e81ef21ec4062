import type { ReactNode } from "react";
import { Parts } from "./parts.tsx";

export default function ProcessingLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <Parts />
      {children}
    </>
  );
}
