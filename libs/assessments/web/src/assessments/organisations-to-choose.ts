import { listOrganisations, listPeople } from '@turnstone/contract/places/administration';
import { Refused } from '@turnstone/places-web';
import type { ContractClient, SessionStore } from '@turnstone/places-web';

export interface Choice {
  readonly id: string;
  readonly name: string;
}

/**
 * The organisations that an assessment may be about. Not everybody who plans one may list the partners: for them it is those
 * that people of the place speak for, and for whoever only keeps records, their own.
 */
export async function organisationsToChoose(
  client: ContractClient,
  session: SessionStore,
  place: string,
  signal: AbortSignal,
): Promise<Choice[]> {
  const asking = { params: { place }, signal };
  if (session.may('manage organisations')) {
    const { organisations } = await client.ask(listOrganisations, asking);
    return organisations.filter(({ closedAt }) => closedAt === null).map(({ id, name }) => ({ id, name }));
  }
  try {
    const { people } = await client.ask(listPeople, asking);
    const own = session.person()?.id;
    const shown = session.may('run assessments') ? people : people.filter(({ personId }) => personId === own);
    const byId = new Map<string, string>();
    for (const { organisationId, organisationName } of shown)
      if (organisationId !== null) byId.set(organisationId, organisationName ?? '');
    return [...byId].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
  } catch (thrown) {
    if (thrown instanceof Refused && thrown.problem.status === 403) return [];
    throw thrown;
  }
}
