import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '@turnstone/platform';

@Injectable()
export class PlaceDescriptionRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async write(placeId: string, name: string, about: string): Promise<void> {
    await this.database.query('update place set name = $2, about = $3 where id = $1', [placeId, name, about]);
  }
}
