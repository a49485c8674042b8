import { Module } from '@nestjs/common';
import { RateLimit } from '@turnstone/platform';
import { AdministratorRepository } from './access/administrator.repository.js';
import { AdmitToPlace } from './access/admit-to-place.js';
import { AdmitToPlatform } from './access/admit-to-platform.js';
import { StandingRepository } from './access/standing.repository.js';
import { PlaceRepository } from './places/place.repository.js';
import { OpenSession } from './sessions/open-session.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { SessionRepository } from './sessions/session.repository.js';

const providers = [
  PlaceRepository,
  AdmitToPlace,
  AdmitToPlatform,
  AdministratorRepository,
  StandingRepository,
  SessionRepository,
  SessionCookie,
  OpenSession,
  RateLimit,
];

/** What every area needs of places: the doors, the session, the place itself. */
@Module({ providers, exports: providers })
export class PlacesModule {}
