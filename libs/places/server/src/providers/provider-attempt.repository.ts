import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';

/** A way to a provider that was begun and waits for the browser to come back. Of the state only the hash is kept. */
export interface ProviderAttempt {
  readonly stateHash: Buffer;
  /** Of the cookie that was set in the browser when it began. */
  readonly browserHash: Buffer;
  readonly providerId: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly purpose: 'sign in' | 'link' | 'invitation';
  readonly personId: string | null;
  readonly invitationId: string | null;
  readonly toPath: string;
  readonly expiresAt: Date;
}

@Injectable()
export class ProviderAttemptRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async add(attempt: ProviderAttempt, now: Date): Promise<void> {
    await this.database.within({ reach: 'platform' }, async () => {
      await this.database.query('delete from provider_attempt where expires_at < $1', [now]);
      await this.database.query(
        `insert into provider_attempt
           (state_hash, browser_hash, provider_id, nonce, verifier, purpose, person_id, invitation_id, to_path, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          attempt.stateHash,
          attempt.browserHash,
          attempt.providerId,
          attempt.nonce,
          attempt.verifier,
          attempt.purpose,
          attempt.personId,
          attempt.invitationId,
          attempt.toPath,
          attempt.expiresAt,
        ],
      );
    });
  }

  /** Reading it uses it up, in one statement and a unit of its own: it is gone although what follows is refused. */
  async take(stateHash: Buffer): Promise<ProviderAttempt | undefined> {
    const { rows } = await this.database.apart({ reach: 'platform' }, () =>
      this.database.query<ProviderAttempt>(
        `delete from provider_attempt where state_hash = $1
         returning state_hash as "stateHash", browser_hash as "browserHash", provider_id as "providerId", nonce, verifier,
           purpose, person_id as "personId", invitation_id as "invitationId", to_path as "toPath", expires_at as "expiresAt"`,
        [stateHash],
      ),
    );
    return rows[0];
  }

  async invitationToken(invitationId: string): Promise<Buffer | undefined> {
    const { rows } = await this.database.within({ reach: 'platform' }, () =>
      this.database.query<{ tokenHash: Buffer | null }>(
        'select token_hash as "tokenHash" from invitation where id = $1',
        [invitationId],
      ),
    );
    return rows[0]?.tokenHash ?? undefined;
  }
}
