import { expect } from './journey.js';
import { Behind } from './people.js';

interface Console {
  readonly version: number;
  readonly room: { readonly people: number; readonly finished: number; readonly code: string | null };
}
export type Step = { readonly kind: string } & Record<string, unknown>;

/** A workshop, or another assessment, that somebody runs behind the pages, so that a journey can be about who takes part. */
export class Facilitated {
  static async open(
    given: {
      kind?: 'workshop' | 'open online' | 'own record';
      identities?: 'anonymous' | 'named';
      title?: string;
    } = {},
  ): Promise<Facilitated> {
    const { kind = 'workshop', identities = 'anonymous', title = 'How we plan together' } = given;
    const manager = await Behind.as('programme manager');
    const { tools } = await manager.do<{ tools: { id: string; letter: string | null }[] }>('GET', `${place}/tools`);
    const { formats } = await manager.do<{ formats: { id: string }[] }>('GET', `${place}/workshop-formats`);
    const { id } = await manager.do<{ id: string }>('POST', `${place}/assessments`, {
      title,
      toolVersionId: tools.find(({ letter }) => letter === 'A')!.id,
      kind,
      scope: 'whole place',
      organisationId: null,
      topic: '',
      identities,
      smallestGroup: 5,
      opensOn: null,
      closesOn: kind === 'open online' ? new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10) : null,
      format: kind === 'workshop' ? formats[0]!.id : null,
      minutes: null,
    });
    const opened = await manager.do<{ joinCode: string | null; joinAddress: string | null }>(
      'POST',
      `${place}/assessments/${id}/open`,
      undefined,
    );
    return new Facilitated(manager, id, opened.joinCode ?? '', opened.joinAddress ?? '');
  }

  private constructor(
    private readonly manager: Behind,
    readonly id: string,
    /** As it is shown: 'HK4 7TW'. */
    readonly code: string,
    /** What a QR code holds. */
    readonly address: string,
  ) {}

  /** The path that a phone opens after it has read the QR code. */
  get link(): string {
    return new URL(this.address).pathname;
  }

  async console(): Promise<Console> {
    return this.manager.do<Console>('GET', `${place}/assessments/${this.id}/console`);
  }

  async step(...steps: Step[]): Promise<void> {
    for (const step of steps) {
      const { version } = await this.console();
      await this.manager.do('POST', `${place}/assessments/${this.id}/steps`, { step }, version);
    }
  }

  /** Starts and goes on until the stage of that number: 0 introduction, 1 scoring, 2 tables, 3 break, 4 plenary, 5 priorities. */
  async startAt(stage: number): Promise<void> {
    await this.step({ kind: 'start' }, ...Array.from({ length: stage }, () => ({ kind: 'next stage' })));
  }

  async expectPeople(people: number): Promise<void> {
    await expect.poll(async () => (await this.console()).room.people).toBe(people);
  }

  async close(): Promise<void> {
    await this.manager.do('POST', `${place}/assessments/${this.id}/close`);
  }
}

const place = '/api/places/harrowmere';
