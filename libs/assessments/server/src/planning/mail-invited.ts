import { Inject, Injectable } from '@nestjs/common';
import type { Identity } from '@turnstone/assessments-rules';
import { PostMail } from '@turnstone/places-server';
import { CONFIG, type Config } from '@turnstone/platform';

interface Invited {
  readonly personId: string;
  readonly name: string;
  readonly address: string;
}
interface Asked {
  readonly title: string;
  readonly identities: Identity;
  readonly closesOn: string | null;
  readonly joinCode: string;
}

/** The words of the two mails that somebody gets who is asked to answer: when they are asked, and once before it closes. */
@Injectable()
export class MailInvited {
  constructor(
    @Inject(PostMail) private readonly mail: PostMail,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async invite(person: Invited, placeName: string, about: Asked): Promise<void> {
    await this.#post(person, `${placeName}: your view is asked for`, about, [
      `${placeName} asks you for your view in “${about.title}”.`,
      'You need no account: open the link, on a phone or a computer, and choose the description that fits best in each part.',
      ...(about.closesOn === null ? [] : [`You can answer until the end of ${inWords(about.closesOn)}.`]),
    ]);
  }

  async remind(person: Invited, placeName: string, about: Asked & { readonly closesOn: string }): Promise<void> {
    await this.#post(person, `${placeName}: your view can be given until ${inWords(about.closesOn)}`, about, [
      `${placeName} asked you for your view in “${about.title}”. You can answer until the end of ${inWords(about.closesOn)}.`,
      'Everybody who was asked gets this one reminder: who has answered is not known. If you have, you need do nothing.',
    ]);
  }

  async #post(person: Invited, subject: string, { joinCode, identities }: Asked, words: string[]): Promise<void> {
    await this.mail.post({
      personId: person.personId,
      address: person.address,
      kind: 'assessments',
      subject,
      parts: [
        `Hello ${person.name},`,
        ...words,
        // Whoever reads a mail is not in the room: never the address on a local network.
        { link: 'Give your view', address: `${this.config.publicUrl}/join/${joinCode}` },
        identities === 'anonymous'
          ? 'Answers are anonymous: no name is asked for, and the link is the same for everybody.'
          : 'You are asked for your name, and your answers are shown with it.',
      ],
    });
  }
}

/** 21 November 2026. */
const inWords = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
