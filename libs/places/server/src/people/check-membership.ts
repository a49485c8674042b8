import { Inject, Injectable } from '@nestjs/common';
import { leadsWithoutRole, type Role } from '@turnstone/places-rules';
import { Refused } from '@turnstone/platform';
import type { MembershipToKeep } from './member.repository.js';
import { OrganisationRepository } from './organisation.repository.js';
import { WorkstreamRepository } from './workstream.repository.js';

/** What somebody is to be in a place has to be there: an organisation and workstreams of this place, of today. */
@Injectable()
export class CheckMembership {
  constructor(
    @Inject(OrganisationRepository) private readonly organisations: OrganisationRepository,
    @Inject(WorkstreamRepository) private readonly workstreams: WorkstreamRepository,
  ) {}

  /** Refuses 'invalid' with the field. `present`: who speaks for a partner that is one no longer may go on doing so. */
  async check(
    placeId: string,
    given: { roles: readonly Role[]; organisationId: string | null; workstreamIds: readonly string[] },
    present?: { readonly organisationId: string | null },
  ): Promise<MembershipToKeep> {
    if (leadsWithoutRole(given)) throw refuse('workstreamIds', 'Only a workstream lead leads workstreams');
    if (given.organisationId !== null && given.organisationId !== present?.organisationId) {
      const organisation = await this.organisations.one(placeId, given.organisationId);
      if (!organisation) throw refuse('organisationId', 'This place has no such organisation');
      if (organisation.closedAt) throw refuse('organisationId', `${organisation.name} is no longer a partner`);
    }
    if (given.workstreamIds.length > 0) {
      const known = await this.workstreams.all(placeId);
      given.workstreamIds.forEach((id, index) => {
        const workstream = known.find((one) => one.id === id);
        if (!workstream) throw refuse(`workstreamIds.${index}`, 'This place has no such workstream');
        if (workstream.closedAt) throw refuse(`workstreamIds.${index}`, `${workstream.name} has ended`);
      });
    }
    return {
      roles: [...new Set(given.roles)],
      organisationId: given.organisationId,
      workstreamIds: [...new Set(given.workstreamIds)],
    };
  }
}

function refuse(path: string, reason: string): Refused {
  return Refused.invalid(`${reason}.`, [{ path, reason }]);
}
