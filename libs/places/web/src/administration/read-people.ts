import {
  listInvitations,
  listOrganisations,
  listPeople,
  listWorkstreams,
} from '@turnstone/contract/places/administration';
import type { Invitation, Member, Organisation, Workstream } from '@turnstone/contract/places/administration';
import { Refused } from '../contract-client.js';
import type { ContractClient } from '../contract-client.js';

export interface PlacePeople {
  people: readonly Member[];
  invitations: readonly Invitation[];
  organisations: readonly Organisation[];
  workstreams: readonly Workstream[];
}

/** The people of a place with what their page says beside them; what the asking person may not see is left empty. */
export async function readPeople(
  client: ContractClient,
  place: string,
  manages: boolean,
  signal: AbortSignal,
): Promise<PlacePeople> {
  const params = { place };
  const [people, invitations, organisations, workstreams] = await Promise.all([
    client.ask(listPeople, { params, signal }).then((answer) => answer.people),
    manages ? client.ask(listInvitations, { params, signal }).then((answer) => answer.invitations) : [],
    manages ? orNone(client.ask(listOrganisations, { params, signal }).then((answer) => answer.organisations)) : [],
    orNone(client.ask(listWorkstreams, { params, signal }).then((answer) => answer.workstreams)),
  ]);
  return { people, invitations, organisations, workstreams };
}

/** Names that only some may read: whoever may not gets the page without them. */
export async function orNone<Item>(asked: Promise<Item[]>): Promise<Item[]> {
  return asked.catch((thrown: unknown) => {
    if (thrown instanceof Refused && thrown.problem.status === 403) return [];
    throw thrown;
  });
}
