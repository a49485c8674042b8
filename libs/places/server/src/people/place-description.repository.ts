import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';

@Injectable()
export class PlaceDescriptionRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Whether it still was at that version: nothing is written over what somebody else wrote meanwhile. */
  async write(placeId: string, version: number, name: string, about: string): Promise<boolean> {
    const { rowCount } = await this.database.query(
      'update place set name = $3, about = $4, version = version + 1 where id = $1 and version = $2',
      [placeId, version, name, about],
    );
    return rowCount === 1;
  }
}
