export { answerEdge, type EdgeAnswer, type EdgeHost } from "./door/answer-edge.ts";
export { EdgeId, InviteEdgeInput, ListEdgesInput, PlaceSourceInput } from "./edge-input.ts";
export { type Invitation, inviteEdge, renewInvitation } from "./invite-edge.ts";
export { type EdgePage, type EdgeView, listEdges } from "./list-edges.ts";
export { placeSource } from "./place-source.ts";
export { revokeEdge } from "./revoke-edge.ts";
