import { Inject, Injectable } from '@nestjs/common';
import { londonTimeOf } from '@turnstone/assessments-rules';
import type { Actor } from '@turnstone/places-rules';
import { CLOCK, DATABASE, type Clock, type Database } from '@turnstone/platform';
import { CloseAssessment } from './close-assessment.js';
import { DueRepository } from './due.repository.js';
import { oneByOne } from './one-by-one.js';
import { OpenAssessment } from './open-assessment.js';

const system: Actor = { kind: 'system' };

/** Opens what is to open today and closes what was open until yesterday, by the calendar in London. */
@Injectable()
export class OpenAndCloseDue {
  constructor(
    @Inject(DueRepository) private readonly due: DueRepository,
    @Inject(OpenAssessment) private readonly opening: OpenAssessment,
    @Inject(CloseAssessment) private readonly closing: CloseAssessment,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** How many were opened and closed. */
  async run(): Promise<{ opened: number; closed: number }> {
    const { day } = londonTimeOf(this.clock().getTime());
    // What should have been open only while nothing ran here is past its closing day: it is not opened, and says why when asked.
    const opened = await oneByOne(await this.due.toOpen(day), 'opened', (one) =>
      this.database.within({}, () => this.opening.open(system, one)),
    );
    const closed = await oneByOne(await this.due.toClose(day), 'closed', (one) =>
      this.database.within({}, () => this.closing.close(system, one)),
    );
    return { opened, closed };
  }
}
