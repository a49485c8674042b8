import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, CONFIG, DATABASE, type Clock, type Config, type Database } from '@turnstone/platform';
import { PostMail, type MailToPost } from '../mail/post-mail.js';
import { newToken } from '../sessions/session-cookie.js';
import { LinkRepository, type LinkPurpose } from './link.repository.js';

/** For how long a link by e-mail works. */
export const LINK_MINUTES = 15;

/** Finds out whether anybody has the address that a link was asked for, and posts it to them: in one unit, so once. */
@Injectable()
export class SendLink {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LinkRepository) private readonly links: LinkRepository,
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A request that is not there was answered before. */
  async send(requestId: string): Promise<void> {
    await this.database.within({ reach: 'platform' }, async () => {
      const at = this.clock();
      const request = await this.links.takeRequest(requestId, at);
      const person = request && (await this.links.personFor(request));
      if (!request || !person) return;
      const token = newToken();
      const expiresAt = new Date(at.getTime() + LINK_MINUTES * 60_000);
      await this.links.add(token, { personId: person.id, purpose: request.purpose, to: request.to, at, expiresAt });
      await this.mail.post({
        personId: person.id,
        address: person.email,
        ...mailFor(request.purpose, this.config.publicUrl, token),
      });
    });
  }
}

/** The token stands after the #, which browsers send to nobody: no log of a server and no referrer holds it. */
function mailFor(
  purpose: LinkPurpose,
  publicUrl: string,
  token: string,
): Pick<MailToPost, 'kind' | 'subject' | 'parts'> {
  if (purpose === 'sign in') {
    return {
      kind: 'sign-in link',
      subject: 'Your link to sign in to Turnstone',
      parts: [
        'Somebody asked to sign in to Turnstone with this e-mail address. If it was you, open the link and press “Sign in”.',
        { link: 'Sign in to Turnstone', address: `${publicUrl}/sign-in/link#${token}` },
        `The link works once, within ${LINK_MINUTES} minutes.`,
        'If it was not you, you need not do anything: nobody can sign in without this link.',
      ],
    };
  }
  return {
    kind: 'password reset',
    subject: 'Choose another password for Turnstone',
    parts: [
      'Somebody asked to choose another password for your account in Turnstone. If it was you, open the link.',
      { link: 'Choose another password', address: `${publicUrl}/sign-in/reset#${token}` },
      `The link works once, within ${LINK_MINUTES} minutes.`,
      'If it was not you, you need not do anything: your password stays as it is.',
    ],
  };
}
