import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { PrivatePage } from "./private-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("processing.private.title");

export default function Page() {
  return <PrivatePage />;
}
