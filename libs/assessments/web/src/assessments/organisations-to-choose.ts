import { listOrganisations } from '@turnstone/contract/places/administration';
import type { ContractClient } from '@turnstone/places-web';

export interface Choice {
  readonly id: string;
  readonly name: string;
}

/** The organisations that an assessment may be about: the partners of today. */
export async function organisationsToChoose(
  client: ContractClient,
  place: string,
  signal: AbortSignal,
): Promise<Choice[]> {
  const { organisations } = await client.ask(listOrganisations, { params: { place }, signal });
  return organisations.filter(({ closedAt }) => closedAt === null).map(({ id, name }) => ({ id, name }));
}
