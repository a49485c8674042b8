import { Module } from '@nestjs/common';
import { RateLimit } from '@turnstone/platform';
import { AdmitToPlace } from './access/admit-to-place.js';
import { AdmitToPlatform } from './access/admit-to-platform.js';
import { PlaceRepository } from './places/place.repository.js';
import { OpenSession } from './sessions/open-session.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { SessionRepository } from './sessions/session.repository.js';

const providers = [
  PlaceRepository,
  AdmitToPlace,
  AdmitToPlatform,
  SessionRepository,
  SessionCookie,
  OpenSession,
  RateLimit,
];

/** What every area needs of places: the doors, the session, the place itself. */
@Module({ providers, exports: providers })
export class PlacesModule {}
